// Difference: the mean absolute difference of the encoded channels, amplified, as a heat map from near-black
// over violet and orange to pale yellow. `compare::HEAT` holds the same colours and is what the test compares
// with. Follows common.wgsl, pair.wgsl.

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

@fragment
fn fs_main(@builtin(position) position: vec4<f32>) -> @location(0) vec4<f32> {
    let uv = uv_at(local_at(position.xy));
    let apart = abs(sample_a(uv) - sample_b(uv));
    let amount = dot(apart, vec3<f32>(1.0 / 3.0)) * view.how.x;
    return leave(heat(amount), position.xy);
}
