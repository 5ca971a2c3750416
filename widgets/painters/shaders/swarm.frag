uniform float sep_half;         // half the width, device pixels
varying float across;
varying vec4 ink;

void main() {
    gl_FragColor = ink * clamp(sep_half + 0.5 - abs(across), 0.0, 1.0);
}
