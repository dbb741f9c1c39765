using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Jobs.Distribution.Sources.Git;

namespace Portal.Jobs.Tests.Distribution;

public sealed class SourceHttpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Attack", "22")]
    public async Task Redirect_ToAnotherServer_TakesNoCredentialAlong()
    {
        var seen = new ConcurrentQueue<string>();
        await using var other = await ServeAsync(context => seen.Enqueue(context.Request.Headers.Authorization.ToString()));
        await using var first = await ServeAsync(context =>
        {
            seen.Enqueue(context.Request.Headers.Authorization.ToString());
            context.Response.Redirect(other.Urls.Single() + "/elsewhere");
        });
        var address = new Uri(first.Urls.Single() + "/shop.git");
        using var http = Http();

        using var answer = (await Task.Run(() => http.Send(address, _ => { }, new SourceCredential(address, "robot", "c4n4ry"), Stop), Stop)).Answer;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([true, false], seen.Select(header => header.Length > 0));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:word@127.0.0.1/")]
    [InlineData("gopher://127.0.0.1/")]
    [Trait("Attack", "5")]
    public async Task Redirect_ToWhatIsNoAddressOfARepository_IsNotFollowed(string target)
    {
        await using var server = await ServeAsync(context => context.Response.Redirect(target));
        var address = new Uri(server.Urls.Single() + "/shop.git");
        using var http = Http();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => Task.Run(() => http.Send(address, _ => { }, new SourceCredential(address, "", ""), Stop), Stop));

        Assert.Equal(ProblemKind.Refused, SourceFaults.Describe("the repository", error)!.Problem.Kind);
    }

    [Theory]
    [InlineData("https://git.example.com/other.git", true)]
    [InlineData("https://git.example.com:443/", true)]
    [InlineData("http://git.example.com/", false)]
    [InlineData("https://git.example.com:8443/", false)]
    [InlineData("https://git.example.com.evil.example/", false)]
    [InlineData("https://evil.example/git.example.com", false)]
    [Trait("Attack", "22")]
    public void Credential_IsOfOneServer(string address, bool given) =>
        Assert.Equal(given, new SourceCredential(new Uri("https://git.example.com/shop.git"), "robot", "c4n4ry").For(new Uri(address)) is not null);

    private static SourceHttp Http() => new(new EgressGuard(Options.Create(new EgressOptions { AllowLoopback = true })));

    private static async Task<WebApplication> ServeAsync(Action<HttpContext> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            answer(context);
            return Task.CompletedTask;
        });
        await app.StartAsync(Stop);
        return app;
    }
}
