// Present: planar values, faded by `how.x`. Follows common.wgsl, planes.wgsl.

@fragment
fn fs_main(@builtin(position) position: vec4<f32>) -> @location(0) vec4<f32> {
    return leave(sample_planes(uv_at(local_at(position.xy))), position.xy) * view.how.x;
}
