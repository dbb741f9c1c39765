namespace Portal.Ctl.Running;

/// <summary>Why a command ends: the thing, the cause, the remedy. Never holds a secret.</summary>
internal sealed class CtlException(int exitCode, string what, string why, string remedy, Exception? inner = null) : Exception($"{what}: {why}", inner)
{
    public int Code { get; } = exitCode;

    public string What { get; } = what;

    public string Why { get; } = why;

    public string Remedy { get; } = remedy;

    /// <summary>The member of the request at fault, or null.</summary>
    public string? Field { get; init; }

    /// <summary>Finds the request in the portal's log; null when the portal gave none.</summary>
    public string? Reference { get; init; }

    public void Tell(TextWriter error)
    {
        error.WriteLine($"portalctl: {TerminalText.Line(What)}");
        Tell(error, "why", Why);
        Tell(error, "do", Remedy);
        Tell(error, "field", Field);
        Tell(error, "reference", Reference);
    }

    private static void Tell(TextWriter error, string label, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            error.WriteLine($"  {label + ":",-10} {TerminalText.Line(text)}");
        }
    }
}
