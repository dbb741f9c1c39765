using System.CommandLine;
using System.Text.Json.Nodes;
using Portal.Ctl.Kinds;
using Portal.Ctl.Output;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`get`: all things of a kind, or one.</summary>
internal static class GetCommand
{
    public static Command Make(SharedOptions shared)
    {
        var kind = KindArgument.Make();
        var name = new Argument<string?>("NAME") { Description = "Its name or id; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        var output = SharedOptions.Output(OutputFormat.Json, OutputFormat.Yaml);
        var command = new Command("get", "Lists all things of a kind, or shows one.") { kind, name, output };
        command.SetAction((parsed, cancellationToken) => RunAsync(shared, parsed, ResourceKinds.Get(parsed.GetValue(kind)!), parsed.GetValue(name), parsed.GetValue(output)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SharedOptions shared, ParseResult parsed, ResourceKind kind, string? name, string format, CancellationToken cancellationToken)
    {
        using var portal = await shared.OpenAsync(parsed, cancellationToken);
        var reader = new ResourceReader(portal);
        if (name is not null && format != OutputFormat.Table)
        {
            DocumentWriter.Write(shared.Terminal.Out, await reader.GetAsync(kind, name, cancellationToken), format);
            return ExitCode.Ok;
        }

        List<JsonNode> rows = [];
        if (name is not null)
        {
            rows.Add(await reader.GetRowAsync(kind, name, cancellationToken));
        }
        else
        {
            await foreach (var row in reader.ListAsync(kind, cancellationToken))
            {
                rows.Add(row.DeepClone());
            }
        }

        if (format == OutputFormat.Table)
        {
            new TableWriter(shared.Terminal).Write(kind.Columns, rows);
        }
        else
        {
            DocumentWriter.Write(shared.Terminal.Out, new JsonObject { ["items"] = new JsonArray([.. rows]) }, format);
        }

        return ExitCode.Ok;
    }
}
