using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Portal.IntegrationTests.Api;

/// <summary>Reads answers as a client would.</summary>
internal static class Answers
{
    /// <summary>The body of an answer that must have this status.</summary>
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer, HttpStatusCode expected)
    {
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} instead of {(int)expected}: {body}");
        return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
    }

    public static async Task<JsonElement> PostAsync(this HttpClient client, string path, object body, HttpStatusCode expected)
    {
        using var answer = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        return await answer.ReadAsync(expected);
    }

    public static async Task<JsonElement> GetAsync(this HttpClient client, string path, HttpStatusCode expected)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return await answer.ReadAsync(expected);
    }

    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
