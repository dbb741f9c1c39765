using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Portal.Web.Hosting;

/// <summary>Logs to standard output: JSON lines in production, words in development. Each line carries its trace id.</summary>
internal static class PortalLogging
{
    // Texts stand in quotes, with line breaks escaped: what somebody wrote into a name begins no line of its own.
    internal const string Words = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:j}{NewLine}{Exception}";

    public static void AddPortalLogging(this WebApplicationBuilder builder)
    {
        builder.Services.AddSerilog(
            (_, logger) =>
            {
                logger.MinimumLevel.Information()
                    .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
                    .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Warning)
                    .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
                    .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
                    .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
                    .ReadFrom.Configuration(builder.Configuration)
                    .Enrich.FromLogContext();
                if (builder.Environment.IsDevelopment())
                {
                    logger.WriteTo.Console(outputTemplate: Words, formatProvider: CultureInfo.InvariantCulture);
                }
                else
                {
                    logger.WriteTo.Console(new RenderedCompactJsonFormatter());
                }
            },
            preserveStaticLogger: true,
            writeToProviders: false);
    }

    /// <summary>One line a request: method, path without its query, status, time, who. Never a header or a body.</summary>
    public static void UseRequestLog(this WebApplication app) => app.UseSerilogRequestLogging(options =>
    {
        options.MessageTemplate = "{RequestMethod} {RequestPath} {StatusCode} in {Elapsed:0} ms";
        options.EnrichDiagnosticContext = (IDiagnosticContext diagnostic, HttpContext http) =>
        {
            diagnostic.Set("UserId", http.User.FindFirstValue(ClaimTypes.NameIdentifier));
            diagnostic.Set("TraceId", Activity.Current?.TraceId.ToString());
        };
        options.GetLevel = (http, _, exception) =>
            exception is not null || http.Response.StatusCode >= 500 ? LogEventLevel.Error
            : IsQuiet(http) ? LogEventLevel.Debug
            : LogEventLevel.Information;
    });

    // Probes and static files would drown the rest.
    private static bool IsQuiet(HttpContext http) =>
        http.Request.Path.Value is "/healthz" or "/readyz" or "/metrics"
        || http.Request.Path.StartsWithSegments("/_framework")
        || http.Request.Path.StartsWithSegments("/_content")
        || http.Request.Path.StartsWithSegments("/_blazor");
}
