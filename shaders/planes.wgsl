// Planar f32 values (3 x height x width, sRGB-encoded, -1..1) straight from a storage buffer, so that a model's output on the
// same device needs no copy through memory. Follows common.wgsl.

@group(0) @binding(2) var<storage, read> values: array<f32>;

// Rounded as a saved picture is: clamped, halves up (domain::range::to_byte).
fn value_at(x: i32, y: i32) -> vec3<f32> {
    let size = vec2<i32>(view.planes.xy);
    let column = clamp(x, 0, size.x - 1);
    let row = clamp(y, 0, size.y - 1);
    let plane = size.x * size.y;
    let at = row * size.x + column;
    let colour = vec3<f32>(values[at], values[plane + at], values[2 * plane + at]);
    let unit = clamp((colour + vec3<f32>(1.0)) * 0.5, vec3<f32>(0.0), vec3<f32>(1.0));
    return floor(unit * 255.0 + vec3<f32>(0.5)) / 255.0;
}

fn sample_planes(uv: vec2<f32>) -> vec3<f32> {
    let at = uv * vec2<f32>(view.planes.xy);
    if view.how.z > 0.5 {
        return value_at(i32(floor(at.x)), i32(floor(at.y)));
    }
    let shifted = at - vec2<f32>(0.5);
    let corner = vec2<i32>(floor(shifted));
    let weight = fract(shifted);
    let top = mix(value_at(corner.x, corner.y), value_at(corner.x + 1, corner.y), weight.x);
    let low = mix(value_at(corner.x, corner.y + 1), value_at(corner.x + 1, corner.y + 1), weight.x);
    return mix(top, low, weight.y);
}
