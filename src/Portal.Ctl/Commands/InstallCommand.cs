using System.CommandLine;
using System.Text.Json.Nodes;
using Portal.Ctl.Kinds;
using Portal.Ctl.Output;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`install`: has the portal plan a component on clusters, or what a fleet lacks of its profile; shows the plan; applies it on a yes.</summary>
internal static class InstallCommand
{
    private const int MostValues = 256 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly ResourceKind Clusters = ResourceKinds.Get("clusters");
    private static readonly ResourceKind Fleets = ResourceKinds.Get("fleets");

    public static Command Make(SharedOptions shared)
    {
        var component = new Argument<string?>("COMPONENT") { Description = "A component of the catalogue; left out with --profile.", Arity = ArgumentArity.ZeroOrOne };
        var clusters = new Option<string[]>("--cluster") { Description = "A cluster; may be given again.", HelpName = "NAME" };
        var fleet = new Option<string?>("--fleet") { Description = "All clusters of a fleet.", HelpName = "NAME" };
        var profile = new Option<bool>("--profile") { Description = "With --fleet: whatever its clusters lack of its profile." };
        var version = new Option<string?>("--component-version") { Description = "A version of the catalogue; the newest that fits when left out.", HelpName = "VERSION" };
        var values = new Option<string?>("--values") { Description = "A file of YAML laid over the defaults, or - for the standard input.", HelpName = "FILE" };
        var yes = SharedOptions.Yes();
        var wait = new Option<bool>("--wait") { Description = "Print the operation's log until it ends; its outcome is the exit code." };
        var command = new Command("install", "Shows what an install would do, and does it on a yes.") { component, clusters, fleet, profile, version, values, yes, wait };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var portal = await shared.OpenAsync(parsed, cancellationToken);
            var plan = parsed.GetValue(profile)
                ? await PlanProfileAsync(portal, parsed.GetValue(component), parsed.GetValue(clusters) ?? [], parsed.GetValue(fleet), cancellationToken)
                : await PlanComponentAsync(
                    portal, parsed.GetValue(component), parsed.GetValue(clusters) ?? [], parsed.GetValue(fleet), parsed.GetValue(version),
                    await ReadValuesAsync(shared.Terminal, parsed.GetValue(values), cancellationToken), cancellationToken);
            return await DecideAsync(shared.Terminal, portal, plan, parsed.GetValue(yes), parsed.GetValue(wait), cancellationToken);
        });
        return command;
    }

    private static async Task<string> PlanProfileAsync(PortalClient portal, string? component, string[] clusters, string? fleet, CancellationToken cancellationToken)
    {
        if (fleet is null || component is not null || clusters.Length > 0)
        {
            throw new CtlException(ExitCode.Usage, "Nothing can be planned", "--profile is about the profile of one fleet.", "portalctl install --fleet NAME --profile");
        }

        var id = await new ResourceReader(portal).GetIdAsync(Fleets, fleet, cancellationToken);
        return Text(await portal.PostAsync($"fleets/{id}/profile/plan", new JsonObject(), cancellationToken), "planId");
    }

    private static async Task<string> PlanComponentAsync(
        PortalClient portal, string? component, string[] clusters, string? fleet, string? version, string? values, CancellationToken cancellationToken)
    {
        if (component is null || clusters.Length > 0 == fleet is not null)
        {
            throw new CtlException(ExitCode.Usage, "Nothing can be planned", "It takes a component, and clusters or a fleet.", "portalctl install COMPONENT --cluster NAME");
        }

        var reader = new ResourceReader(portal);
        JsonArray ids = [];
        foreach (var cluster in clusters)
        {
            ids.Add((await reader.GetAsync(Clusters, cluster, cancellationToken))["summary"]?["id"]?.ToString());
        }

        if (fleet is not null)
        {
            var fleetId = await reader.GetIdAsync(Fleets, fleet, cancellationToken);
            await foreach (var row in portal.ListAsync($"clusters?fleet={fleetId}", Clusters.Page, cancellationToken: cancellationToken))
            {
                ids.Add(row["id"]!.ToString());
            }
        }

        if (ids.Count == 0)
        {
            throw new CtlException(ExitCode.NotFound, $"The fleet \"{fleet}\" has no clusters", "Nothing could be installed there.", "Join one first: portalctl join NAME --fleet FLEET.");
        }

        var item = new JsonObject { ["component"] = component, ["clusterIds"] = ids };
        if (version is not null)
        {
            item["version"] = version;
        }

        if (values is not null)
        {
            item["values"] = values;
        }

        return Text(await portal.PostAsync("component-plans", new JsonObject { ["items"] = new JsonArray(item) }, cancellationToken), "id");
    }

    private static async Task<int> DecideAsync(Terminal terminal, PortalClient portal, string plan, bool yes, bool wait, CancellationToken cancellationToken)
    {
        var ready = await WaitAsync(terminal, portal, plan, cancellationToken);
        var changes = Print(terminal, ready);
        if (changes == 0)
        {
            terminal.Out.WriteLine("There is nothing to do.");
            return HasRefusals(ready) ? ExitCode.Failed : ExitCode.Ok;
        }

        if (!yes && !terminal.IsInteractive)
        {
            terminal.Out.WriteLine("Nothing was changed. Add --yes to apply it.");
            return HasRefusals(ready) ? ExitCode.Failed : ExitCode.Ok;
        }

        if (!await Confirmation.AskAsync(terminal, yes, "Apply it?", cancellationToken))
        {
            terminal.Out.WriteLine("Nothing was changed.");
            return ExitCode.Ok;
        }

        // As the pages propose it: five clusters at once, and no further than the first failure.
        var settings = new JsonObject { ["concurrency"] = 5, ["onFailure"] = "Stop", ["canaries"] = new JsonArray() };
        var operation = Text(await portal.PostAsync($"component-plans/{plan}/apply", settings, cancellationToken), "operationId");
        terminal.Out.WriteLine($"operation {operation}");
        return wait ? await LogsCommand.FollowAsync(terminal, portal, operation, false, cancellationToken) : ExitCode.Ok;
    }

    /// <summary>A worker asks the clusters before a plan is ready. The portal ends that by itself.</summary>
    private static async Task<JsonNode> WaitAsync(Terminal terminal, PortalClient portal, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var plan = await portal.GetAsync($"component-plans/{id}", cancellationToken);
            switch (plan["state"]?.ToString())
            {
                case "Ready":
                    return plan;
                case "Failed":
                    var failure = plan["failure"];
                    throw new CtlException(ExitCode.Failed, failure?["what"]?.ToString() ?? "The plan could not be made", failure?["why"]?.ToString() ?? "", failure?["remedy"]?.ToString() ?? "");
                default:
                    await Task.Delay(Look, terminal.Clock, cancellationToken);
                    break;
            }
        }
    }

    /// <summary>Returns how many changes there are.</summary>
    private static int Print(Terminal terminal, JsonNode plan)
    {
        var changes = (plan["changes"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (changes.Count > 0)
        {
            new TableWriter(terminal).Write(
            [
                new Column("CLUSTER", "change.clusterName"), new Column("COMPONENT", "change.component"), new Column("DOES", "change.kind"), new Column("FROM", "change.fromVersion"),
                new Column("TO", "change.toVersion"), new Column("CREATES", "manifest.created"), new Column("CHANGES", "manifest.changed"), new Column("REMOVES", "manifest.removed"),
                new Column("BECAUSE", "change.reason"),
            ], changes);
        }

        foreach (var refusal in (plan["refusals"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var problem = refusal["problem"];
            terminal.Error.WriteLine(TerminalText.Line($"refused: {refusal["clusterName"]} {refusal["component"]}: {problem?["what"]}. {problem?["why"]} {problem?["remedy"]}"));
        }

        return changes.Count(change => change["change"]?["kind"]?.ToString() != "Keep");
    }

    private static bool HasRefusals(JsonNode plan) => plan["refusals"] is JsonArray { Count: > 0 };

    private static async Task<string?> ReadValuesAsync(Terminal terminal, string? file, CancellationToken cancellationToken) => file switch
    {
        null => null,
        "-" => await terminal.ReadInputAsync(MostValues, cancellationToken),
        _ => await BoundedText.ReadFileAsync(file, MostValues, cancellationToken),
    };

    private static string Text(JsonNode? answer, string member) => answer?[member]?.ToString()
        ?? throw new CtlException(ExitCode.Failed, "The portal's answer is not understood", $"It has no {member}.", "Check that this tool is of the portal's version.");
}
