using System.CommandLine;
using System.Text.Json.Nodes;
using Portal.Ctl.Kinds;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`kubeconfig`: a short-lived kubeconfig that reaches a cluster as the caller, through the portal.</summary>
internal static class KubeconfigCommand
{
    private static readonly ResourceKind Clusters = ResourceKinds.Get("clusters");

    public static Command Make(SharedOptions shared)
    {
        var name = new Argument<string>("CLUSTER") { Description = "The cluster's name." };
        var file = new Option<string?>("--out") { Description = "Where it is written, readable by you alone; the standard output when left out. What is there is replaced.", HelpName = "FILE" };
        var minutes = new Option<int?>("--minutes") { Description = "How long it is good for; the portal's default when left out.", HelpName = "MINUTES" };
        var command = new Command("kubeconfig", "Prints or writes a kubeconfig that reaches a cluster as you, through the portal, for hours.") { name, file, minutes };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var portal = await shared.OpenAsync(parsed, cancellationToken);
            var cluster = await new ResourceReader(portal).GetIdAsync(Clusters, parsed.GetValue(name)!, cancellationToken);
            var body = new JsonObject();
            if (parsed.GetValue(minutes) is { } life)
            {
                body["minutes"] = life;
            }

            var issued = await portal.PostAsync($"clusters/{Uri.EscapeDataString(cluster)}/kubeconfig", body, cancellationToken);
            var text = issued?["kubeconfig"]?.ToString() ?? "";
            if (parsed.GetValue(file) is { } path)
            {
                await WriteAsync(path, text, cancellationToken);
                shared.Terminal.Error.WriteLine(TerminalText.Line($"{path} is good until {issued?["summary"]?["expiresAt"]}."));
            }
            else
            {
                shared.Terminal.Out.Write(TerminalText.Lines(text));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>In one step, and never readable by others, whatever was there.</summary>
    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var next = $"{path}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using (var writer = new StreamWriter(next, options))
            {
                await writer.WriteAsync(text.AsMemory(), cancellationToken);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(next);
            throw new CtlException(ExitCode.Failed, $"{path} cannot be written", error.Message, "Choose a file in a folder that is there and yours.");
        }
    }
}
