using System.Security.Cryptography;
using System.Text;
using Portal.Core.Access;
using Portal.Web.Access;
using Portal.Web.Hosting;

namespace Portal.Web.Api;

/// <summary>
/// A POST under an Idempotency-Key takes effect once: the same request again is answered as the first was. Only what
/// succeeded is remembered; a refused request changed nothing and may be sent again under its key.
/// </summary>
internal sealed class IdempotentPosts(RequestDelegate next, Idempotency known)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method)
            || !context.Request.Path.StartsWithSegments(ApiPaths.Root)
            || !context.Request.Headers.TryGetValue(Header, out var header)
            || context.User.UserId() is not { } userId)
        {
            await next(context);
            return;
        }

        var key = header.ToString();
        if (key.Length is 0 or > 128 || key.Any(character => character is < '!' or > '~'))
        {
            await ProblemAnswers.WriteAsync(context, IdempotencyProblems.Malformed, StatusCodes.Status400BadRequest);
            return;
        }

        var hash = await HashAsync(context.Request, context.RequestAborted);
        if (await known.BeginAsync(userId, key, hash, context.RequestAborted) is { } record)
        {
            await ReplayAsync(context, record, hash);
            return;
        }

        await RunAsync(context, userId, key);
    }

    private static async Task<byte[]> HashAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // In memory: a body may hold a kubeconfig, which is never written to a file.
        request.EnableBuffering(HostingServices.LargestBody);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static async Task ReplayAsync(HttpContext context, IdempotencyRecord record, byte[] hash)
    {
        var problem =
            !CryptographicOperations.FixedTimeEquals(record.RequestHash, hash) ? IdempotencyProblems.OtherRequest
            : record.Status is null ? IdempotencyProblems.StillRuns
            : record.Body is null ? IdempotencyProblems.WasSecret
            : null;
        if (problem is not null)
        {
            await ProblemAnswers.WriteAsync(context, problem);
            return;
        }

        context.Response.StatusCode = record.Status!.Value;
        context.Response.ContentType = record.ContentType;
        context.Response.Headers[ReplayedHeader] = "true";
        if (record.Location is not null)
        {
            context.Response.Headers.Location = record.Location;
        }

        await context.Response.WriteAsync(record.Body!, context.RequestAborted);
    }

    private async Task RunAsync(HttpContext context, Guid userId, string key)
    {
        var response = context.Response;
        var sent = response.Body;
        using var buffer = new MemoryStream();
        response.Body = buffer;

        // The caller may hang up and ask again: what has begun ends, and is remembered.
        var aborted = context.RequestAborted;
        context.RequestAborted = CancellationToken.None;
        var succeeded = false;
        try
        {
            await next(context);
            succeeded = response.StatusCode is >= 200 and < 300;
        }
        finally
        {
            response.Body = sent;
            context.RequestAborted = aborted;
            if (!succeeded)
            {
                await known.AbandonAsync(userId, key, CancellationToken.None);
            }
        }

        if (succeeded)
        {
            var isSecret = context.GetEndpoint()?.Metadata.GetMetadata<SecretAnswer>() is not null;
            await known.CompleteAsync(
                userId, key, response.StatusCode, response.ContentType,
                isSecret ? null : Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length),
                response.Headers.Location, CancellationToken.None);
        }

        buffer.Position = 0;
        await buffer.CopyToAsync(sent, aborted);
    }
}
