using Portal.Core.Access;
using Portal.Ctl.Commands;
using Portal.Ctl.Running;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Ctl;

/// <summary>The command line tool beside a real portal, with the token of an account of its own.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly Dictionary<string, string?> _environment;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portalctl-");

    private CommandLine(Uri portal, string token) => _environment = new()
    {
        ["XDG_CONFIG_HOME"] = _folder.FullName,
        ["PORTAL_URL"] = portal.ToString(),
        ["PORTAL_TOKEN"] = token,
    };

    public string Folder => _folder.FullName;

    public static async Task<CommandLine> OfAsync(PortalHost portal, PortalRole role)
    {
        using var script = await portal.ScriptAsync(role);
        return new CommandLine(portal.Address, script.DefaultRequestHeaders.Authorization!.Parameter!);
    }

    public async Task<Outcome> RunAsync(string input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandTree.RunAsync(
            arguments,
            new Terminal
            {
                Out = output,
                Error = error,
                OpenInput = () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input)),
                Environment = name => _environment.GetValueOrDefault(name),
                Network = () => new SocketsHttpHandler { AllowAutoRedirect = false },
            },
            TestContext.Current.CancellationToken);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must succeed, and returns what it printed.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var outcome = await RunAsync("", arguments);
        Assert.True(outcome.Code == 0, $"{string.Join(' ', arguments)}: {outcome.Code}\n{outcome.Out}\n{outcome.Error}");
        return outcome.Out;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

internal sealed record Outcome(int Code, string Out, string Error);
