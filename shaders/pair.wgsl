// The first picture of a pair, a texture, and how it is sampled; the second is in pair_pixels.wgsl or pair_planes.wgsl. Follows
// common.wgsl.

@group(0) @binding(1) var picture_a: texture_2d<f32>;
@group(0) @binding(3) var smooth_sampler: sampler;

fn texel_at(size: vec2<u32>, uv: vec2<f32>) -> vec2<i32> {
    let last = vec2<i32>(size) - vec2<i32>(1);
    return clamp(vec2<i32>(floor(uv * vec2<f32>(size))), vec2<i32>(0), last);
}

fn sample_a(uv: vec2<f32>) -> vec3<f32> {
    if view.how.z > 0.5 {
        return textureLoad(picture_a, texel_at(textureDimensions(picture_a), uv), 0).rgb;
    }
    return textureSampleLevel(picture_a, smooth_sampler, uv, 0.0).rgb;
}
