// The second picture of a pair as planar values. Follows common.wgsl, pair.wgsl, planes.wgsl.

fn sample_b(uv: vec2<f32>) -> vec3<f32> {
    return sample_planes(uv);
}

fn size_b() -> vec2<i32> {
    return vec2<i32>(view.planes.xy);
}

fn load_b(texel: vec2<i32>) -> vec3<f32> {
    return value_at(texel.x, texel.y);
}
