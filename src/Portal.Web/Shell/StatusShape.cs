namespace Portal.Web.Shell;

/// <summary>The shapes of <see cref="StatusLook"/>.</summary>
public enum StatusShape
{
    Disc,
    Triangle,
    Square,
    Ring,
    Dashes,
    Check,
    Slash,
}
