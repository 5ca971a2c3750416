"""What the current context says about itself."""

from __future__ import annotations

from dataclasses import dataclass

from vispy.gloo import gl


@dataclass(frozen=True, slots=True)
class OpenGLFacts:
    """Words of the driver.

    Attributes:
        vendor: E.g. "Mesa".
        renderer: E.g. "llvmpipe (LLVM 19, 256 bits)".
        version: E.g. "4.5 (Compatibility Profile) Mesa 25.0".
        shading: Version of GLSL.
        largest_texture: Texels along the side of the largest texture.
    """

    vendor: str
    renderer: str
    version: str
    shading: str
    largest_texture: int

    @property
    def software(self) -> bool:
        """Whether the processor draws in place of a graphics card."""
        name = self.renderer.lower()
        return any(word in name for word in ("llvmpipe", "softpipe", "swrast", "gdi generic"))


def current_facts() -> OpenGLFacts:
    """Facts of the context that is current in this thread."""
    names = (gl.GL_VENDOR, gl.GL_RENDERER, gl.GL_VERSION, gl.GL_SHADING_LANGUAGE_VERSION)
    words = [str(gl.glGetParameter(name)) for name in names]
    largest = int(gl.glGetParameter(gl.GL_MAX_TEXTURE_SIZE))
    return OpenGLFacts(words[0], words[1], words[2], words[3], largest)
