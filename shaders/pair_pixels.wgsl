// The second picture of a pair as a texture. Follows common.wgsl, pair.wgsl.

@group(0) @binding(2) var picture_b: texture_2d<f32>;

fn sample_b(uv: vec2<f32>) -> vec3<f32> {
    if view.how.z > 0.5 {
        return textureLoad(picture_b, texel_at(textureDimensions(picture_b), uv), 0).rgb;
    }
    return textureSampleLevel(picture_b, smooth_sampler, uv, 0.0).rgb;
}

fn size_b() -> vec2<i32> {
    return vec2<i32>(textureDimensions(picture_b));
}

fn load_b(texel: vec2<i32>) -> vec3<f32> {
    return textureLoad(picture_b, texel, 0).rgb;
}
