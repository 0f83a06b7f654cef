// Difference: the mean absolute difference of the encoded channels, amplified, as a heat map from near-black
// over violet and orange to pale yellow. `compare::HEAT` holds the same colours and is what the test compares
// with. Pixels that differ by at least `view.planes.z` levels (of 255, summed over the channels) are outlined. Follows common.wgsl,
// pair.wgsl and pair_pixels.wgsl or pair_planes.wgsl.

fn heat(amount: f32) -> vec3<f32> {
    let at = clamp(amount, 0.0, 1.0) * 4.0;
    let cold = vec3<f32>(0.02, 0.02, 0.05);
    let cool = vec3<f32>(0.30, 0.07, 0.42);
    let warm = vec3<f32>(0.76, 0.22, 0.33);
    let warmer = vec3<f32>(0.98, 0.58, 0.15);
    let hot = vec3<f32>(0.99, 0.98, 0.76);
    if at < 1.0 { return mix(cold, cool, at); }
    if at < 2.0 { return mix(cool, warm, at - 1.0); }
    if at < 3.0 { return mix(warm, warmer, at - 2.0); }
    return mix(warmer, hot, at - 3.0);
}

// Whether the pixel under a place on the screen is among those to be marked.
fn is_strong(place: vec2<f32>) -> bool {
    let inside = clamp(place, view.rect.xy + 0.5, view.rect.xy + view.rect.zw - 0.5);
    // Both at the larger one's size.
    let size_a = vec2<i32>(textureDimensions(picture_a));
    let size = max(size_a, size_b());
    let texel = texel_at(vec2<u32>(size), uv_at(local_at(inside)));
    let apart = abs(textureLoad(picture_a, texel * size_a / size, 0).rgb - load_b(texel * size_b() / size));
    return u32(dot(apart, vec3<f32>(255.0)) + 0.5) >= view.planes.z;
}

// The rim of the strong pixels, inside them.
fn is_rim(place: vec2<f32>) -> bool {
    if view.planes.z == 0u || !is_strong(place) { return false; }
    let across = is_strong(place + vec2<f32>(1.0, 0.0)) && is_strong(place - vec2<f32>(1.0, 0.0));
    return !(across && is_strong(place + vec2<f32>(0.0, 1.0)) && is_strong(place - vec2<f32>(0.0, 1.0)));
}

@fragment
fn fs_main(@builtin(position) position: vec4<f32>) -> @location(0) vec4<f32> {
    let uv = uv_at(local_at(position.xy));
    let apart = abs(sample_a(uv) - sample_b(uv));
    let amount = dot(apart, vec3<f32>(1.0 / 3.0)) * view.how.x;
    let mark = vec3<f32>(0.10, 0.72, 1.0);
    return leave(select(heat(amount), mark, is_rim(position.xy)), position.xy);
}
