// Wipe: picture a left of the split, picture b right of it. The split is a place on the screen, not in the
// picture, so that the handle stays under the hand while the picture is zoomed. Follows common.wgsl, pair.wgsl.

@fragment
fn fs_main(@builtin(position) position: vec4<f32>) -> @location(0) vec4<f32> {
    let local = local_at(position.xy);
    let uv = uv_at(local);
    let colour = select(sample_b(uv), sample_a(uv), local.x < view.how.x);
    return leave(colour, position.xy);
}
