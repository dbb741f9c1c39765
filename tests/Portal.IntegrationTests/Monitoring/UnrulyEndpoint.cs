using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Portal.IntegrationTests.Monitoring;

/// <summary>Something that stands where a Prometheus should, and behaves by the first part of its path.</summary>
internal sealed class UnrulyEndpoint : IAsyncDisposable
{
    /// <summary>The token that "guarded" wants.</summary>
    public const string Token = "let-me-in";

    private const string Head = """{"status":"success","data":{"resultType":"vector","result":[""";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _paths = new();

    private UnrulyEndpoint(WebApplication app) => _app = app;

    /// <summary>What was asked for so far.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    public static async Task<UnrulyEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, 0);
            server.Listen(IPAddress.Loopback, 0, secure => secure.UseHttps(Stranger()));
        });
        var app = builder.Build();
        var endpoint = new UnrulyEndpoint(app);
        app.Map("/{how}/{**rest}", (string how, HttpContext context) => endpoint.AnswerAsync(how, context));
        await app.StartAsync();
        return endpoint;
    }

    public string Of(string how) => $"{_app.Urls.Single(url => url.StartsWith("http://", StringComparison.Ordinal))}/{how}/";

    /// <summary>The same behind a certificate that nobody has vouched for.</summary>
    public string OfStranger(string how) => $"{_app.Urls.Single(url => url.StartsWith("https://", StringComparison.Ordinal))}/{how}/";

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(string how, HttpContext context)
    {
        _paths.Enqueue(context.Request.Path);
        context.Response.ContentType = "application/json";
        switch (how)
        {
            case "hanging":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case "resetting":
                context.Abort();
                return;
            case "half":
                await context.Response.WriteAsync(Head + """{"metric":{"job":"x"},""");
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            case "stalling":
                await context.Response.WriteAsync(Head);
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case "failing":
                (context.Response.StatusCode, context.Response.ContentType) = (500, "text/html");
                await context.Response.WriteAsync("<html>oops</html>");
                return;
            case "refusing":
                context.Response.StatusCode = 422;
                await context.Response.WriteAsync("""{"status":"error","errorType":"execution","error":"query processing would load too many samples"}""");
                return;
            case "malformed":
                await context.Response.WriteAsync($$$"""{{{Head}}}{"metric":{},"value":[{{{QueryData.Start}}},]}]}}""");
                return;
            case "login":
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html>sign in</html>");
                return;
            case "million":
                await WriteMillionAsync(context);
                return;
            case "guarded" when context.Request.Headers.Authorization != $"Bearer {Token}":
                context.Response.StatusCode = 401;
                return;
            default:
                if (how is "ahead" or "behind")
                {
                    context.Response.Headers.Date = DateTimeOffset.UtcNow.AddHours(how == "ahead" ? 1 : -1).ToString("R", CultureInfo.InvariantCulture);
                }

                var form = await context.Request.ReadFormAsync();
                await context.Response.WriteAsync($$$"""{{{Head}}}{"metric":{},"value":[{{{form["time"]}}},"1"]}]}}""");
                return;
        }
    }

    private static X509Certificate2 Stranger()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task WriteMillionAsync(HttpContext context)
    {
        try
        {
            await context.Response.WriteAsync(Head);
            for (var i = 0; i < 1_000_000 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $$"""{{(i > 0 ? "," : "")}}{"metric":{"i":"{{i}}"},"value":[{{QueryData.Start}},"1"]}"""), context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has had enough.
        }
    }
}
