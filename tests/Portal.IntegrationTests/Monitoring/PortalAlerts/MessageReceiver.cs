using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Portal.Testing.Processes;

namespace Portal.IntegrationTests.Monitoring.PortalAlerts;

/// <summary>A real receiver of webhooks on a loopback port.</summary>
internal sealed class MessageReceiver : IDisposable
{
    private readonly HttpListener _listener = new();

    public MessageReceiver()
    {
        Address = $"http://127.0.0.1:{LoopbackPort.Free()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ReceiveAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<JsonElement> Received { get; } = new();

    /// <summary>What it says to each message.</summary>
    public HttpStatusCode Answer { get; set; } = HttpStatusCode.OK;

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _listener.GetContextAsync() is { } context)
            {
                Received.Enqueue(await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.InputStream));
                context.Response.StatusCode = (int)Answer;
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is ObjectDisposedException or HttpListenerException)
        {
        }
    }
}
