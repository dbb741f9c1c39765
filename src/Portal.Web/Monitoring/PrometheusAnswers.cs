using System.Text.Json;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.States;
using Portal.Core.Problems;

namespace Portal.Web.Monitoring;

/// <summary>Answers as the HTTP API of Prometheus writes them; what clusters are missing is told as warnings.</summary>
internal static class PrometheusAnswers
{
    /// <summary>"97/100": of how many clusters an answer tells.</summary>
    private const string CoverageHeader = "Portal-Coverage";

    /// <summary>"prod Thanos Whole": which global engines answered.</summary>
    private const string EngineHeader = "Portal-Engine";

    private const int MaxNamed = 20;

    public static Task WriteAsync(HttpContext context, GlobalAnswer answer, bool isRange)
    {
        if (answer.Engines.Count > 0)
        {
            context.Response.Headers[EngineHeader] = string.Join(", ", answer.Engines.Select(engine => $"{engine.Fleet} {engine.Kind} {engine.Part}"));
        }

        return SucceedAsync(context, answer.Coverage, Warnings(answer), json =>
        {
            json.WriteStartObject("data");
            json.WriteString("resultType", isRange ? "matrix" : ResultType(answer));
            json.WritePropertyName("result");
            PrometheusResults.Write(json, answer, isRange);
            json.WriteEndObject();
        });
    }

    public static Task WriteAsync(HttpContext context, GlobalList<string> list) => SucceedAsync(context, list.Coverage, Warnings(list), json =>
    {
        json.WriteStartArray("data");
        foreach (var item in list.Items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    });

    public static Task WriteAsync(HttpContext context, GlobalList<LabelSet> list) => SucceedAsync(context, list.Coverage, Warnings(list), json =>
    {
        json.WriteStartArray("data");
        foreach (var labels in list.Items)
        {
            PrometheusResults.WriteLabels(json, labels);
        }

        json.WriteEndArray();
    });

    /// <summary>Objects as the clusters told them, below a name of the data.</summary>
    public static Task WriteAsync(HttpContext context, GlobalList<MemberItem> list, string name, Action<Utf8JsonWriter>? rest = null) =>
        SucceedAsync(context, list.Coverage, Warnings(list), json =>
        {
            json.WriteStartObject("data");
            json.WriteStartArray(name);
            foreach (var item in list.Items)
            {
                item.Json.WriteTo(json);
            }

            json.WriteEndArray();
            rest?.Invoke(json);
            json.WriteEndObject();
        });

    public static Task WriteAsync(HttpContext context, GlobalList<KeyValuePair<string, IReadOnlyList<MetricMeaning>>> list) =>
        SucceedAsync(context, list.Coverage, Warnings(list), json =>
        {
            json.WriteStartObject("data");
            foreach (var (metric, meanings) in list.Items)
            {
                json.WritePropertyName(metric);
                JsonSerializer.Serialize(json, meanings, JsonSerializerOptions.Web);
            }

            json.WriteEndObject();
        });

    /// <summary>An error of the kinds that Prometheus has.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="problem">What went wrong.</param>
    /// <param name="isOfExecution">Whether the question was understood, and had no value.</param>
    public static async Task FailAsync(HttpContext context, Problem problem, bool isOfExecution = false)
    {
        var (status, type) = problem.Kind switch
        {
            _ when isOfExecution => (StatusCodes.Status422UnprocessableEntity, "execution"),
            ProblemKind.Invalid => (StatusCodes.Status400BadRequest, "bad_data"),
            ProblemKind.Unavailable => (StatusCodes.Status503ServiceUnavailable, "unavailable"),
            ProblemKind.Forbidden => (StatusCodes.Status403Forbidden, "forbidden"),
            _ => (StatusCodes.Status500InternalServerError, "internal"),
        };
        context.Response.StatusCode = status;
        await WriteAsync(context, json =>
        {
            json.WriteString("status", "error");
            json.WriteString("errorType", type);
            json.WriteString("error", $"{problem.What}: {problem.Why} {problem.Remedy}");
        });
    }

    private static Task SucceedAsync(HttpContext context, Coverage coverage, List<string> warnings, Action<Utf8JsonWriter> data)
    {
        // Nothing known is not nothing: rules and panels would read an empty answer as zero.
        if (coverage.Asked > 0 && coverage.Answered == 0)
        {
            return FailAsync(context, new Problem(
                ProblemKind.Unavailable, $"None of {coverage.Asked} clusters answered", string.Join(" ", coverage.Missing.Take(3).Select(member => $"{member.Member.Name}: {member.Why}")),
                "Check their metrics endpoints."));
        }

        context.Response.Headers[CoverageHeader] = $"{coverage.Answered}/{coverage.Asked}";
        return WriteAsync(context, json =>
        {
            json.WriteString("status", "success");
            data(json);
            if (warnings.Count > 0)
            {
                json.WriteStartArray("warnings");
                foreach (var warning in warnings)
                {
                    json.WriteStringValue(warning);
                }

                json.WriteEndArray();
            }
        });
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static string ResultType(GlobalAnswer answer) => answer switch
    {
        { Text: not null } => "string",
        { Scalars: not null } => "scalar",
        { Type: PromqlType.RangeVector } => "matrix",
        _ => "vector",
    };

    private static List<string> Warnings(GlobalAnswer answer)
    {
        var warnings = Warnings(answer.Coverage, isCut: false);
        if (answer.Plan.Why is { } why)
        {
            warnings.Insert(0, $"The question cannot be merged over clusters, so each has answered it for itself: {why}");
        }

        warnings.AddRange(answer.Warnings);
        return warnings;
    }

    private static List<string> Warnings<T>(GlobalList<T> list) => [.. list.Warnings, .. Warnings(list.Coverage, list.IsCut)];

    private static List<string> Warnings(Coverage coverage, bool isCut)
    {
        var missing = coverage.Missing.ToList();
        List<string> warnings = [.. missing.Take(MaxNamed).Select(member => $"Cluster {member.Member.Name} is missing: {member.Why}")];
        if (missing.Count > MaxNamed)
        {
            warnings.Add($"{missing.Count - MaxNamed} more clusters are missing.");
        }

        if (isCut)
        {
            warnings.Add("There is more than the limit.");
        }

        return warnings;
    }
}
