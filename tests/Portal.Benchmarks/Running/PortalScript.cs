using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Portal.Benchmarks.Running;

/// <summary>What a script of the portal's API does: ask for something, and look until it has ended.</summary>
internal static class PortalScript
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    public static async Task<JsonElement> PostAsync(HttpClient portal, string path, object body) => await ReadAsync(await portal.PostAsJsonAsync(path, body));

    public static async Task<JsonElement> PutAsync(HttpClient portal, string path, object body) => await ReadAsync(await portal.PutAsJsonAsync(path, body));

    /// <param name="part">The property that holds the state; empty for the answer itself.</param>
    public static async Task<JsonElement> EndAsync(HttpClient portal, string path, string part, string good, params string[] bad)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Limit)
        {
            var answer = await portal.GetFromJsonAsync<JsonElement>(path);
            var state = (part.Length == 0 ? answer : answer.GetProperty(part)).GetProperty("state").GetString()!;
            if (state == good)
            {
                return answer;
            }

            if (bad.Contains(state))
            {
                throw new InvalidOperationException($"{path}: {answer}");
            }

            await Task.Delay(Look);
        }

        throw new InvalidOperationException($"{path} has not ended within {Limit}.");
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using var answer = response;
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<JsonElement>()
            : throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri?.PathAndQuery}: {await answer.Content.ReadAsStringAsync()}");
    }
}
