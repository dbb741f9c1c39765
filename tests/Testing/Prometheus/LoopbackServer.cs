using Portal.Testing.Processes;

namespace Portal.Testing.Prometheus;

/// <summary>A server of the Prometheus family on a free port of the loopback device.</summary>
internal static class LoopbackServer
{
    public static Uri FreeAddress() => new($"http://127.0.0.1:{LoopbackPort.Free()}/");

    /// <summary>Returns when it says that it is ready; throws with the end of its log when it does not within 90 seconds.</summary>
    public static async Task UntilReadyAsync(BoundProcess process, Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("-/ready", UriKind.Relative), limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The server at {address} did not become ready: {string.Join('\n', process.Log.TakeLast(20))}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }
}
