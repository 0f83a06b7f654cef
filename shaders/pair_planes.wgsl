// The second picture of a pair as planar values. Follows common.wgsl, pair.wgsl, planes.wgsl.

fn sample_b(uv: vec2<f32>) -> vec3<f32> {
    return sample_planes(uv);
}
