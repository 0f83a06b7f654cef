// Common to all picture shaders: the view, where a fragment lies in the picture, and how a colour leaves.
//
// Colours are sRGB-encoded from end to end, as in egui's own shader: textures are Rgba8Unorm holding encoded
// bytes, interpolation happens on encoded values, and only a target that encodes by itself (…UnormSrgb) needs
// linear values, which `leave` makes.

struct View {
    // Left, top, width, height of the picture on the target, in physical pixels.
    rect: vec4<f32>,
    // The shown part of the picture: left, top, right, bottom in 0..1.
    uv: vec4<f32>,
    // x: split of the wipe, amplification of the difference or opacity of planar values; y: corner radius in physical pixels;
    // z: 1 shows pixels as squares; w: 1 when the target encodes sRGB itself.
    how: vec4<f32>,
    // x, y: width and height of planar values; z: the least difference that is marked, 0 for no marks.
    planes: vec4<u32>,
};

@group(0) @binding(0) var<uniform> view: View;

// One triangle over the whole viewport.
@vertex
fn vs_main(@builtin(vertex_index) index: u32) -> @builtin(position) vec4<f32> {
    let corner = vec2<f32>(f32((index << 1u) & 2u), f32(index & 2u));
    return vec4<f32>(corner * 2.0 - 1.0, 0.0, 1.0);
}

// Position in the drawn rectangle, 0..1. Taken from the pixel, so that a viewport cut off at the window's edge
// does not squeeze the picture.
fn local_at(pixel: vec2<f32>) -> vec2<f32> {
    return (pixel - view.rect.xy) / view.rect.zw;
}

fn uv_at(local: vec2<f32>) -> vec2<f32> {
    return mix(view.uv.xy, view.uv.zw, local);
}

// 1 inside the rounded rectangle, 0 outside, smooth over one pixel.
fn coverage(pixel: vec2<f32>) -> f32 {
    let half_size = view.rect.zw * 0.5;
    let radius = min(view.how.y, min(half_size.x, half_size.y));
    let q = abs(pixel - view.rect.xy - half_size) - half_size + vec2<f32>(radius);
    let distance = length(max(q, vec2<f32>(0.0))) + min(max(q.x, q.y), 0.0) - radius;
    return clamp(0.5 - distance, 0.0, 1.0);
}

fn linear_from_encoded(colour: vec3<f32>) -> vec3<f32> {
    let low = colour / 12.92;
    let high = pow((colour + vec3<f32>(0.055)) / 1.055, vec3<f32>(2.4));
    return select(high, low, colour < vec3<f32>(0.04045));
}

// The final value of an encoded colour, premultiplied as egui blends.
fn leave(colour: vec3<f32>, pixel: vec2<f32>) -> vec4<f32> {
    let shown = clamp(colour, vec3<f32>(0.0), vec3<f32>(1.0));
    let alpha = coverage(pixel);
    let target_colour = select(shown, linear_from_encoded(shown), view.how.w > 0.5);
    return vec4<f32>(target_colour * alpha, alpha);
}
