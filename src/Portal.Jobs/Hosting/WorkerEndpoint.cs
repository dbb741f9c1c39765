using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Portal.Jobs.Hosting;

/// <summary>Answers /healthz (the process lives) and /readyz (it can do its work); the exporter answers /metrics at the same port.</summary>
internal sealed partial class WorkerEndpoint(IOptions<WorkerEndpointOptions> options, WorkerHealth health, ILogger<WorkerEndpoint> logger)
    : BackgroundService
{
    private const int MostAtOnce = 16;

    private readonly HttpListener _listener = new();
    private readonly SemaphoreSlim _places = new(MostAtOnce);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Prefixes.Add($"http://{options.Value.Listen}/healthz/");
        _listener.Prefixes.Add($"http://{options.Value.Listen}/readyz/");
        _listener.Start();
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _listener.Close();
        _places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _places.WaitAsync(stoppingToken);
            _ = AnswerAsync(await _listener.GetContextAsync().WaitAsync(stoppingToken), stoppingToken);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken cancellationToken)
    {
        try
        {
            var ready = context.Request.Url?.AbsolutePath.StartsWith("/readyz", StringComparison.Ordinal) == true;
            var checks = ready ? await health.CheckAsync(cancellationToken) : new Dictionary<string, string?>();
            var well = checks.Values.All(fault => fault is null);
            context.Response.StatusCode = well ? 200 : 503;
            context.Response.ContentType = "application/json";
            await JsonSerializer.SerializeAsync(
                context.Response.OutputStream,
                new
                {
                    status = Word(well),
                    checks = checks.ToDictionary(check => check.Key, check => new { status = Word(check.Value is null), description = check.Value }),
                },
                cancellationToken: cancellationToken);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The client is gone, or the worker stops; the next question is answered all the same.
            LogUnanswered(logger, exception.Message);
            context.Response.Abort();
        }
        finally
        {
            _places.Release();
        }
    }

    private static string Word(bool well) => well ? "Healthy" : "Unhealthy";

    [LoggerMessage(LogLevel.Debug, "A question for the worker's health was not answered: {Reason}")]
    private static partial void LogUnanswered(ILogger logger, string reason);
}
