using System.CommandLine;
using Portal.Ctl.Contexts;
using Portal.Ctl.Output;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>Options of every command, and what they lead to.</summary>
internal sealed class SharedOptions(Terminal terminal)
{
    private const int MostSeconds = 3600;

    public Terminal Terminal { get; } = terminal;

    public Option<string?> Context { get; } = new("--context")
    {
        Description = "The context to use; the current one when left out. PORTAL_URL and PORTAL_TOKEN go before it.",
        Recursive = true,
        HelpName = "NAME",
    };

    public Option<int> Timeout { get; } = WithRange(new Option<int>("--timeout")
    {
        Description = "Seconds that one request may take.",
        Recursive = true,
        DefaultValueFactory = _ => 60,
        HelpName = "SECONDS",
    });

    /// <param name="others">The formats beside the table.</param>
    public static Option<string> Output(params string[] others)
    {
        string[] formats = [OutputFormat.Table, .. others];
        var option = new Option<string>("--output", "-o") { Description = $"One of {string.Join(", ", formats)}.", DefaultValueFactory = _ => OutputFormat.Table };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Do it without asking." };

    /// <summary>The portal that the command goes to. The caller disposes of it.</summary>
    public async Task<PortalClient> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var choice = new ContextChoice(Terminal.Environment, new ContextFile(Terminal.Environment));
        return new PortalClient(await choice.FindAsync(parsed.GetValue(Context), cancellationToken), Terminal, TimeoutOf(parsed));
    }

    public TimeSpan TimeoutOf(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(Timeout));

    private static Option<int> WithRange(Option<int> option)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostSeconds)
            {
                result.AddError($"--timeout is 1 to {MostSeconds} seconds.");
            }
        });
        return option;
    }
}
