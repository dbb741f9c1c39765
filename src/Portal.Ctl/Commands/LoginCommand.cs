using System.CommandLine;
using Portal.Ctl.Contexts;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;
using Spectre.Console;

namespace Portal.Ctl.Commands;

/// <summary>`login`: stores a token, after the portal has told whose it is. A token is never an argument: other users see those.</summary>
internal static class LoginCommand
{
    private const int MostToken = 4096;

    public static Command Make(SharedOptions shared)
    {
        var url = new Argument<string>("URL") { Description = "The portal's address: https://portal.example.org" };
        var stdin = new Option<bool>("--token-stdin") { Description = "Read the API token from the standard input." };
        var command = new Command("login", "Stores an API token for a portal, and makes that portal the current context.") { url, stdin };
        command.SetAction((parsed, cancellationToken) => RunAsync(shared, parsed.GetValue(shared.Context), parsed.GetValue(url)!, parsed.GetValue(stdin), shared.TimeoutOf(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SharedOptions shared, string? name, string url, bool stdin, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var terminal = shared.Terminal;
        var address = PortalUrl.Read(url, "URL");
        var token = (stdin ? await terminal.ReadInputAsync(MostToken, cancellationToken) : await AskAsync(terminal, address, cancellationToken)).Trim();
        if (token.Length == 0)
        {
            throw new CtlException(ExitCode.Usage, "Nobody was signed in", "The token is empty.", "Make one under Settings, API tokens.");
        }

        var context = new PortalContext(address, token);
        using (var portal = new PortalClient(context, terminal, timeout))
        {
            var me = await portal.GetAsync("me", cancellationToken);
            context = context with { User = me["name"]?.ToString() ?? "" };
        }

        name ??= address.IsDefaultPort ? address.Host : address.Authority;
        var file = new ContextFile(terminal.Environment);
        var stored = await file.ReadAsync(cancellationToken);
        stored.Contexts[name] = context;
        await file.WriteAsync(stored with { Current = name }, cancellationToken);
        terminal.Out.WriteLine(TerminalText.Line($"Signed in to {address} as {context.User}. The context \"{name}\" is in {file.Path}."));
        return ExitCode.Ok;
    }

    private static async Task<string> AskAsync(Terminal terminal, Uri address, CancellationToken cancellationToken)
    {
        if (!terminal.IsInteractive)
        {
            throw new CtlException(ExitCode.Usage, "There is no token", "No terminal is there to ask at.", "Pipe it in: portalctl login URL --token-stdin < FILE.");
        }

        // On the error stream, like every question.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        return await console.PromptAsync(new TextPrompt<string>(Markup.Escape($"API token for {address}:")).Secret(null), cancellationToken);
    }
}
