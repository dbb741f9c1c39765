using System.CommandLine;
using System.Text.Json.Nodes;
using Portal.Ctl.Kinds;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`join`: prints the command that joins a cluster from where its credential is, or joins it by a kubeconfig.</summary>
internal static class JoinCommand
{
    private const int MostKubeconfig = 1024 * 1024;
    private static readonly ResourceKind Fleets = ResourceKinds.Get("fleets");

    public static Command Make(SharedOptions shared)
    {
        var name = new Argument<string>("NAME") { Description = "The cluster's name in the portal." };
        var fleet = new Option<string>("--fleet") { Description = "The fleet that it joins.", Required = true, HelpName = "NAME" };
        var kind = new Option<string>("--kind") { Description = "Who runs it.", DefaultValueFactory = _ => "Cloud" };
        kind.AcceptOnlyFromAmong("Cloud", "SelfManaged", "Edge", "ThirdParty");
        var provider = new Option<string?>("--provider");
        var region = new Option<string?>("--region");
        var zone = new Option<string?>("--zone");
        var labels = new Option<string[]>("--label") { Description = "A label; may be given again.", HelpName = "KEY=VALUE" };
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "A kubeconfig, or - for the standard input. It is used once and stored nowhere.", HelpName = "FILE" };
        var context = new Option<string?>("--kube-context") { Description = "The kubeconfig's context; its current one when left out.", HelpName = "NAME" };
        var wait = new Option<bool>("--wait") { Description = "With --kubeconfig: print the operation's log until it ends." };
        var command = new Command("join", "Prints the command that joins a cluster, or joins it by a kubeconfig.")
        {
            name, fleet, kind, provider, region, zone, labels, kubeconfig, context, wait,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var portal = await shared.OpenAsync(parsed, cancellationToken);
            var description = new JsonObject
            {
                ["name"] = parsed.GetValue(name),
                ["fleetId"] = await new ResourceReader(portal).GetIdAsync(Fleets, parsed.GetValue(fleet)!, cancellationToken),
                ["kind"] = parsed.GetValue(kind),
                ["provider"] = parsed.GetValue(provider) ?? "",
                ["region"] = parsed.GetValue(region) ?? "",
                ["zone"] = parsed.GetValue(zone) ?? "",
                ["labels"] = ReadLabels(parsed.GetValue(labels) ?? []),
            };
            return parsed.GetValue(kubeconfig) is { } file
                ? await JoinAsync(shared.Terminal, portal, description, await ReadAsync(shared.Terminal, file, cancellationToken), parsed.GetValue(context), parsed.GetValue(wait), cancellationToken)
                : await PrintAsync(shared.Terminal, portal, description, cancellationToken);
        });
        return command;
    }

    private static async Task<int> PrintAsync(Terminal terminal, PortalClient portal, JsonObject description, CancellationToken cancellationToken)
    {
        var answer = await portal.PostAsync("join/commands", description, cancellationToken);
        terminal.Error.WriteLine(TerminalText.Line($"Run this where kubectl reaches the cluster. It works once, until {answer?["expiresAt"]}:"));
        terminal.Out.WriteLine(TerminalText.Lines(answer?["command"]?.ToString() ?? ""));
        return ExitCode.Ok;
    }

    private static async Task<int> JoinAsync(
        Terminal terminal, PortalClient portal, JsonObject description, string kubeconfig, string? context, bool wait, CancellationToken cancellationToken)
    {
        if (context is null)
        {
            var known = await portal.PostAsync("join/contexts", new JsonObject { ["kubeconfig"] = kubeconfig }, cancellationToken);
            var contexts = (known?["items"] as JsonArray ?? []).OfType<JsonObject>().ToList();
            context = (contexts.Find(item => item["isCurrent"]?.GetValue<bool>() == true) ?? (contexts.Count == 1 ? contexts[0] : null))?["name"]?.ToString()
                ?? throw new CtlException(ExitCode.Usage, "The cluster is not joined", "The kubeconfig has no current context.", $"Add --kube-context: {string.Join(", ", contexts.Select(item => item["name"]))}.");
        }

        var started = await portal.PostAsync("join", new JsonObject { ["description"] = description, ["kubeconfig"] = kubeconfig, ["context"] = context }, cancellationToken);
        var operation = started?["operationId"]?.ToString() ?? "";
        terminal.Out.WriteLine($"operation {TerminalText.Line(operation)}");
        return wait ? await LogsCommand.FollowAsync(terminal, portal, operation, false, cancellationToken) : ExitCode.Ok;
    }

    private static Task<string> ReadAsync(Terminal terminal, string file, CancellationToken cancellationToken) =>
        file == "-" ? terminal.ReadInputAsync(MostKubeconfig, cancellationToken) : BoundedText.ReadFileAsync(file, MostKubeconfig, cancellationToken);

    private static JsonObject ReadLabels(string[] labels)
    {
        var read = new JsonObject();
        foreach (var label in labels)
        {
            var equals = label.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || read.ContainsKey(label[..equals]))
            {
                throw new CtlException(ExitCode.Usage, $"The label \"{label}\" is not understood", "A label is KEY=VALUE, and each key is given once.", "Write it as --label tier=production.");
            }

            read[label[..equals]] = label[(equals + 1)..];
        }

        return read;
    }
}
