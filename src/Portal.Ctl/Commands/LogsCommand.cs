using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Ctl.Output;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`logs`: the log of an operation, followed to its end; the exit code tells how it ended.</summary>
internal static class LogsCommand
{
    public static Command Make(SharedOptions shared)
    {
        var id = new Argument<string>("OPERATION") { Description = "The operation's id." };
        var noFollow = new Option<bool>("--no-follow") { Description = "Print what there is, and end." };
        var output = SharedOptions.Output(OutputFormat.Json);
        output.Description = "table: lines of text. json: an object for each line.";
        var command = new Command("logs", "Prints the log of an operation and follows it to its end. Exit code 0 when it succeeded, 1 when it did not.") { id, noFollow, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var portal = await shared.OpenAsync(parsed, cancellationToken);
            var json = parsed.GetValue(output) == OutputFormat.Json;
            return parsed.GetValue(noFollow)
                ? await PrintAsync(shared.Terminal, portal, parsed.GetValue(id)!, json, cancellationToken)
                : await FollowAsync(shared.Terminal, portal, parsed.GetValue(id)!, json, cancellationToken);
        });
        return command;
    }

    /// <summary>Prints the log of an operation until it ends, and returns the exit code that tells how.</summary>
    public static async Task<int> FollowAsync(Terminal terminal, PortalClient portal, string id, bool json, CancellationToken cancellationToken)
    {
        var steps = new Dictionary<string, string>();
        var outcome = new OperationOutcome("", "", "", "");
        await foreach (var (type, content) in new OperationEvents(portal, terminal.Clock).FollowAsync(id, cancellationToken))
        {
            if (type == "operation")
            {
                outcome = OperationOutcome.Of(content);
                ReadSteps(content, steps);
            }
            else
            {
                Print(terminal, content, steps, json);
            }

            await terminal.Out.FlushAsync(cancellationToken);
        }

        outcome.Tell(terminal.Error);
        return outcome.ExitCode;
    }

    private static async Task<int> PrintAsync(Terminal terminal, PortalClient portal, string id, bool json, CancellationToken cancellationToken)
    {
        var steps = new Dictionary<string, string>();
        var operation = await portal.GetAsync($"operations/{Uri.EscapeDataString(id)}", cancellationToken);
        ReadSteps((JsonObject)operation, steps);
        await foreach (var line in portal.ListAsync($"operations/{Uri.EscapeDataString(id)}/log", 1000, "after", cancellationToken))
        {
            Print(terminal, line, steps, json);
        }

        var outcome = OperationOutcome.Of((JsonObject)operation);
        outcome.Tell(terminal.Error);
        return outcome.HasEnded ? outcome.ExitCode : ExitCode.Ok;
    }

    private static void ReadSteps(JsonObject operation, Dictionary<string, string> steps)
    {
        foreach (var step in (operation["steps"] as JsonArray ?? []).OfType<JsonObject>())
        {
            steps[step["ordinal"]?.ToString() ?? ""] = step["name"]?.ToString() ?? "";
        }
    }

    private static void Print(Terminal terminal, JsonObject line, Dictionary<string, string> steps, bool json)
    {
        if (json)
        {
            DocumentWriter.WriteLine(terminal.Out, line);
            return;
        }

        var at = DateTimeOffset.TryParse(line["at"]?.ToString(), CultureInfo.InvariantCulture, out var time) ? time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : "-";
        var step = line["step"] is { } ordinal ? steps.GetValueOrDefault(ordinal.ToString(), ordinal.ToString()) : "";
        var level = line["level"]?.ToString() is { } word and not "Info" ? $"{word.ToUpperInvariant()} " : "";
        terminal.Out.WriteLine(TerminalText.Line($"{at} {(step.Length > 0 ? $"[{step}] " : "")}{level}{line["text"]}"));
    }
}
