namespace Portal.Web.Shell;

/// <summary>A line of the command palette.</summary>
/// <param name="Group">A key of ShellText.</param>
/// <param name="Note">What tells it from others of the same name.</param>
public sealed record PaletteEntry(string Group, string Words, string Href, string Note = "", StatusLook? Look = null);
