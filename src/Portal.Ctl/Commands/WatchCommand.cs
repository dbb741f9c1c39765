using System.CommandLine;
using System.Text.Json.Nodes;
using Portal.Ctl.Kinds;
using Portal.Ctl.Output;
using Portal.Ctl.Portal;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`watch`: one operation by the portal's events, to its end; everything else by reading it again, until Ctrl-C.</summary>
internal static class WatchCommand
{
    private static readonly ResourceKind Operations = ResourceKinds.Get("operations");

    public static Command Make(SharedOptions shared)
    {
        var kind = KindArgument.Make();
        var name = new Argument<string?>("NAME") { Description = "Its name or id; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        var interval = new Option<int>("--interval") { Description = "Seconds between two looks, 1 to 3600.", DefaultValueFactory = _ => 5, HelpName = "SECONDS" };
        interval.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 3600)
            {
                result.AddError("--interval is 1 to 3600 seconds.");
            }
        });
        var output = SharedOptions.Output(OutputFormat.Json);
        output.Description = "table: a line for each change. json: an object for each, {change, item}.";
        var command = new Command("watch", "Follows an operation to its end, or the things of a kind until Ctrl-C.") { kind, name, interval, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = ResourceKinds.Get(parsed.GetValue(kind)!);
            var only = parsed.GetValue(name);
            var json = parsed.GetValue(output) == OutputFormat.Json;
            using var portal = await shared.OpenAsync(parsed, cancellationToken);
            return chosen == Operations && only is not null
                ? await FollowAsync(shared.Terminal, portal, only, json, cancellationToken)
                : await LookAsync(shared.Terminal, portal, chosen, only, TimeSpan.FromSeconds(parsed.GetValue(interval)), json, cancellationToken);
        });
        return command;
    }

    private static async Task<int> FollowAsync(Terminal terminal, PortalClient portal, string id, bool json, CancellationToken cancellationToken)
    {
        var table = new TableWriter(terminal);
        var (last, outcome) = ("", new OperationOutcome("", "", "", ""));
        await foreach (var (type, content) in new OperationEvents(portal, terminal.Clock).FollowAsync(id, cancellationToken))
        {
            if (type != "operation" || content["summary"] is not JsonObject summary)
            {
                continue;
            }

            outcome = OperationOutcome.Of(content);
            var line = $"{table.Cell(summary, new Column("", "state"))}  {table.Cell(summary, new Column("", "stepsDone"))}/{table.Cell(summary, new Column("", "steps"))}  {table.Cell(summary, new Column("", "currentStep"))}";
            if (json)
            {
                DocumentWriter.WriteLine(terminal.Out, content);
            }
            else if (line != last)
            {
                terminal.Out.WriteLine(line);
            }

            last = line;
        }

        outcome.Tell(terminal.Error);
        return outcome.ExitCode;
    }

    private static async Task<int> LookAsync(
        Terminal terminal, PortalClient portal, ResourceKind kind, string? only, TimeSpan interval, bool json, CancellationToken cancellationToken)
    {
        var reader = new ResourceReader(portal);
        var table = new TableWriter(terminal);

        // Ages grow by themselves: that is no change.
        var columns = kind.Columns.Where(column => column.Form != ColumnForm.Age).ToList();
        Dictionary<string, (string Line, JsonObject Row)> known = [];
        if (!json)
        {
            terminal.Out.WriteLine("  " + string.Join("  ", columns.Select(column => column.Title)));
        }

        while (true)
        {
            Dictionary<string, (string Line, JsonObject Row)> now = [];
            await foreach (var row in reader.ListAsync(kind, cancellationToken))
            {
                if (only is null || row["id"]?.ToString() == only || kind.NameMembers.Any(member => row[member]?.ToString() == only))
                {
                    now[row["id"]?.ToString() ?? row["name"]?.ToString() ?? ""] = (string.Join("  ", columns.Select(column => table.Cell(row, column))), row);
                }
            }

            foreach (var (key, (line, row)) in now.Where(item => !known.TryGetValue(item.Key, out var before) || before.Line != item.Value.Line))
            {
                Tell(known.ContainsKey(key) ? "changed" : "added", line, row);
            }

            foreach (var (_, (line, row)) in known.Where(item => !now.ContainsKey(item.Key)))
            {
                Tell("removed", line, row);
            }

            known = now;
            await terminal.Out.FlushAsync(cancellationToken);
            await Task.Delay(interval, terminal.Clock, cancellationToken);
        }

        void Tell(string change, string line, JsonObject row)
        {
            if (json)
            {
                DocumentWriter.WriteLine(terminal.Out, new JsonObject { ["change"] = change, ["item"] = row.DeepClone() });
            }
            else
            {
                terminal.Out.WriteLine($"{(change == "added" ? '+' : change == "removed" ? '-' : '~')} {line}");
            }
        }
    }
}
