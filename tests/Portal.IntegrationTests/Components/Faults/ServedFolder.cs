using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Portal.IntegrationTests.Components.Faults;

/// <summary>A few files over HTTP on a free local port.</summary>
internal sealed class ServedFolder(WebApplication app) : IAsyncDisposable
{
    public Uri Address => new($"{app.Urls.Single()}/");

    public static async Task<ServedFolder> StartAsync(params (string Name, byte[] Content)[] files)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        foreach (var (name, content) in files)
        {
            app.MapGet($"/{name}", () => Results.Bytes(content));
        }

        await app.StartAsync();
        return new ServedFolder(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
