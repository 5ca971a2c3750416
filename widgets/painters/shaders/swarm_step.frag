uniform sampler2D sep_state;    // position, and speed if shown or minus the time until it is
uniform vec2 sep_texels;
uniform vec3 sep_low, sep_high, sep_round;   // box; 1 where a coordinate is periodic
uniform vec3 sep_margin;        // how far outside of the box a tracer may go
uniform float sep_time, sep_dt, sep_hidden, sep_risk, sep_shake;

float sep_lot(vec2 cell, float salt) {
    return fract(sin(dot(cell, vec2(12.9898, 78.233)) + salt * 37.719 + sep_shake) * 43758.5453);
}

// One lot has only about 400 different values in 32 bits; a second one divides its steps.
float sep_chance(vec2 cell, float salt) {
    return (floor(256.0 * sep_lot(cell, salt)) + sep_lot(cell.yx, salt + 11.3)) / 256.0;
}

void main() {
    vec2 cell = gl_FragCoord.xy / sep_texels;
    vec4 state = texture2D(sep_state, cell);
    vec3 p = state.xyz;
    float h = 0.25 * sep_dt;
    vec3 k1;
    for (int i = 0; i < 4; i++) {
        float t = sep_time + float(i) * h;
        k1 = sep_velocity(p, t);
        vec3 k2 = sep_velocity(p + 0.5 * h * k1, t + 0.5 * h);
        vec3 k3 = sep_velocity(p + 0.5 * h * k2, t + 0.5 * h);
        vec3 k4 = sep_velocity(p + h * k3, t + h);
        p += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
    }
    float shown = state.w < 0.0 ? state.w + sep_dt : 0.0;
    vec3 span = sep_high - sep_low;
    // nothing is added to a coordinate that has not gone round: its rounding would be a jump
    vec3 turns = sep_round * floor((p - sep_low) / span);
    if (turns != vec3(0.0)) shown = -sep_hidden;
    p -= turns * span;
    vec3 low = sep_low - sep_margin, high = sep_high + sep_margin;
    bool inside = p.x >= low.x && p.y >= low.y && p.z >= low.z
               && p.x <= high.x && p.y <= high.y && p.z <= high.z;
    if (!inside || sep_chance(gl_FragCoord.xy, 0.0) < sep_risk) {
        vec3 lot = vec3(sep_chance(gl_FragCoord.xy, 1.0), sep_chance(gl_FragCoord.yx, 2.0),
                        sep_chance(gl_FragCoord.xy, 3.0));
        p = sep_low + span * lot;
        shown = -sep_hidden;
    }
    gl_FragColor = vec4(p, shown < 0.0 ? shown : length(k1));
}
