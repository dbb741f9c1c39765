using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>Asks before something is changed, where there is somebody to ask.</summary>
internal static class Confirmation
{
    /// <summary>True when the person says yes, or has said so already. Throws where nobody can be asked.</summary>
    public static async Task<bool> AskAsync(Terminal terminal, bool yes, string question, CancellationToken cancellationToken)
    {
        if (yes)
        {
            return true;
        }

        if (!terminal.IsInteractive)
        {
            throw new CtlException(ExitCode.Usage, "Nothing was changed", "It needs a yes, and there is no terminal to ask at.", "Add --yes.");
        }

        await terminal.Error.WriteAsync($"{TerminalText.Line(question)} [y/N] ".AsMemory(), cancellationToken);
        using var input = new StreamReader(terminal.OpenInput());
        return await input.ReadLineAsync(cancellationToken) is "y" or "Y" or "yes";
    }
}
