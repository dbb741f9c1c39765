using System.Text;
using Portal.Ctl.Commands;
using Portal.Ctl.Running;

namespace Portal.Ctl.Tests.Testing;

/// <summary>A shell without a terminal, that runs the tool against a portal of canned answers.</summary>
internal sealed class Shell : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portalctl-");

    public Shell() => Environment = new Dictionary<string, string?>
    {
        ["XDG_CONFIG_HOME"] = Path.Combine(_folder.FullName, "config"),
        ["PORTAL_URL"] = "https://portal.test",
        ["PORTAL_TOKEN"] = "kp_secret",
    };

    public FakePortal Portal { get; } = new();

    public Dictionary<string, string?> Environment { get; }

    public string Folder => _folder.FullName;

    public bool IsInteractive { get; init; }

    public string Input { get; set; } = "";

    public async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandTree.RunAsync(
            arguments,
            new Terminal
            {
                Out = output,
                Error = error,
                OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
                IsInteractive = IsInteractive,
                Environment = name => Environment.GetValueOrDefault(name),
                Network = Portal.Network,
            },
            TestContext.Current.CancellationToken);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

internal sealed record Outcome(int Code, string Out, string Error);
