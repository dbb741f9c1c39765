using System.Text;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary><c>label_replace</c> and <c>label_join</c>.</summary>
internal static class LabelFunctions
{
    public static SeriesSet Replace(TimeGrid grid, SeriesSet vector, FunctionCall call)
    {
        var (target, replacement, source, pattern) = (Text(call, 1), Text(call, 2), Text(call, 3), Text(call, 4));
        var regex = PromqlRegex.Find(pattern) ?? throw EvaluationFaults.Pattern(pattern);
        return Relabelled(grid, vector, target, labels =>
        {
            var match = regex.Match(labels[source]);
            return match.Success ? Expand(replacement, name => match.Groups[name].Value) : null;
        });
    }

    public static SeriesSet Join(TimeGrid grid, SeriesSet vector, FunctionCall call)
    {
        var (target, separator) = (Text(call, 1), Text(call, 2));
        var sources = Enumerable.Range(3, call.Arguments.Length - 3).Select(i => Text(call, i)).ToArray();
        return Relabelled(grid, vector, target, labels => string.Join(separator, sources.Select(source => labels[source])));
    }

    private static SeriesSet Relabelled(TimeGrid grid, SeriesSet vector, string target, Func<LabelSet, string?> value)
    {
        if (target.Length == 0)
        {
            throw EvaluationFaults.Label(target);
        }

        var built = new SeriesBuilder(grid);
        foreach (var series in vector.Series)
        {
            var labels = value(series.Labels) is { } given ? series.Labels.With([KeyValuePair.Create(target, given)]) : series.Labels;
            for (var i = 0; i < grid.Count; i++)
            {
                built.Copy(labels, i, series);
            }
        }

        return built.Build();
    }

    /// <summary>Go's templates: <c>$1</c>, <c>$name</c> (the longest word), <c>${name}</c>, and <c>$$</c> for a dollar.</summary>
    private static string Expand(string template, Func<string, string> group)
    {
        var expanded = new StringBuilder();
        for (var at = 0; at < template.Length;)
        {
            if (template[at] != '$' || at + 1 == template.Length)
            {
                expanded.Append(template[at++]);
                continue;
            }

            var braced = template[at + 1] == '{';
            var start = at + (braced ? 2 : 1);
            var end = start;
            while (end < template.Length && (char.IsAsciiLetterOrDigit(template[end]) || template[end] == '_'))
            {
                end++;
            }

            if (template[at + 1] == '$')
            {
                expanded.Append('$');
                at += 2;
            }
            else if (end == start || braced && (end == template.Length || template[end] != '}'))
            {
                expanded.Append(template[at++]);
            }
            else
            {
                expanded.Append(group(template[start..end]));
                at = end + (braced ? 1 : 0);
            }
        }

        return expanded.ToString();
    }

    private static string Text(FunctionCall call, int argument) => ((StringLiteral)call.Arguments[argument]).Value;
}
