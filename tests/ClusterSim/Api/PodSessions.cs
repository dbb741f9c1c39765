using System.Net.WebSockets;
using System.Text;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Api;

/// <summary>
/// <c>pods/NAME/exec</c> over a WebSocket (v5.channel.k8s.io): says the command on the standard output, and ends. <c>cat</c> says what it is
/// told until its input is closed; <c>sleep</c> lasts until somebody hangs up.
/// </summary>
public static class PodSessions
{
    private const string Protocol = "v5.channel.k8s.io";
    private const byte Input = 0;
    private const byte Output = 1;
    private const byte Failure = 3;
    private const byte Close = 255;

    public static async Task Exec(ApiCall call, Resource resource)
    {
        ResourceApi.Stored(call, resource);
        var sockets = call.Http.WebSockets;
        if (!sockets.IsWebSocketRequest || !sockets.WebSocketRequestedProtocols.Contains(Protocol))
        {
            throw new ApiException(400, "BadRequest", "Upgrade request required");
        }

        var command = call.Http.Request.Query["command"].ToArray();
        using var socket = await sockets.AcceptWebSocketAsync(Protocol);
        try
        {
            switch (command)
            {
                case ["sleep", ..]: await Receive(socket, _ => Task.CompletedTask, call.Aborted); return;
                case ["cat", ..]: await Receive(socket, said => Send(socket, Output, said, call.Aborted), call.Aborted); break;
                default: await Send(socket, Output, Encoding.UTF8.GetBytes(string.Join(' ', command) + "\n"), call.Aborted); break;
            }

            await Send(socket, Failure, JsonText.ToUtf8(new Map { ["metadata"] = new Map(), ["status"] = "Success" }), call.Aborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", call.Aborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The client hung up.
        }
    }

    /// <summary>Until the input is closed, or the client goes.</summary>
    private static async Task Receive(WebSocket socket, Func<ArraySegment<byte>, Task> heard, CancellationToken ct)
    {
        var buffer = new byte[32 * 1024];
        while (socket.State == WebSocketState.Open)
        {
            var message = await socket.ReceiveAsync(buffer, ct);
            if (message.MessageType == WebSocketMessageType.Close || (message.Count > 0 && buffer[0] == Close))
            {
                return;
            }

            if (message.Count > 1 && buffer[0] == Input)
            {
                await heard(new ArraySegment<byte>(buffer, 1, message.Count - 1));
            }
        }
    }

    private static Task Send(WebSocket socket, byte channel, ArraySegment<byte> content, CancellationToken ct) =>
        socket.SendAsync(new ArraySegment<byte>([channel, .. content]), WebSocketMessageType.Binary, true, ct);
}
