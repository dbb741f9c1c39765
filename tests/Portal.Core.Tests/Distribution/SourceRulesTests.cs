using System.Security.Cryptography;
using System.Text;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Distribution;

public sealed class SourceRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("https://git.example.com/shop.git", true)]
    [InlineData("http://git.example.com:8080/shop", true)]
    [InlineData("https://ada:secret@git.example.com/shop.git", false)]
    [InlineData("https://git.example.com/shop.git?token=x", false)]
    [InlineData("ssh://git@git.example.com/shop.git", false)]
    [InlineData("file:///etc", false)]
    [InlineData("/etc", false)]
    public void Url_IsOfHttp_WithoutCredentials(string url, bool good) => Assert.Equal(good, GitAddress.FindUrlFault(url, chart: false) is null);

    [Theory]
    [InlineData("", true)]
    [InlineData("deploy/eu", true)]
    [InlineData("..", false)]
    [InlineData("a/../../b", false)]
    [InlineData("/a", false)]
    [InlineData("a//b", false)]
    [InlineData(".git/hooks", false)]
    [InlineData("a\\b", false)]
    [Trait("Attack", "7")]
    public void Path_StaysInTheRepository(string path, bool good) => Assert.Equal(good, GitAddress.FindPathFault(path) is null);

    [Theory]
    [InlineData("main", true)]
    [InlineData("release/1.2", true)]
    [InlineData("-upload-pack", false)]
    [InlineData("a..b", false)]
    [InlineData("a b", false)]
    [InlineData("refs/heads/*", false)]
    [Trait("Attack", "17")]
    public void Reference_IsAName(string name, bool good) => Assert.Equal(good, GitAddress.FindReferenceFault(GitReferenceKind.Branch, name) is null);

    [Theory]
    [InlineData("overlays/eu", "../../base", "base")]
    [InlineData("", "./a/b", "a/b")]
    [InlineData("a", "../../b", null)]
    [InlineData("a", "/etc/passwd", null)]
    [Trait("Attack", "7")]
    public void Relative_IsResolvedWithin(string folder, string relative, string? expected) => Assert.Equal(expected, GitAddress.Resolve(folder, relative));

    [Fact]
    [Trait("Attack", "25")]
    public void Webhook_WithoutASecret_IsNeverProven()
    {
        var body = Encoding.UTF8.GetBytes("{}");

        Assert.False(WebhookProof.Holds("", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Array.Empty<byte>(), body)), "", body));
        Assert.True(WebhookProof.Holds("secret", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("secret"), body)), null, body));
        Assert.False(WebhookProof.Holds("secret", "sha256=", "", body));
    }

    [Theory]
    [InlineData(5, 0, 5)]
    [InlineData(5, 1, 5)]
    [InlineData(5, 3, 20)]
    [InlineData(1440, 9, 1440)]
    public void Pause_DoublesWithEachFailure_UpToADay(int minutes, int failures, int expected) =>
        Assert.Equal(Now.AddMinutes(expected), SourceSchedule.Next(Now, minutes, failures, null));

    [Fact]
    public void Source_LookedAtByHandAlone_IsTriedAgainOnlyWhenItsServerWasAway()
    {
        Assert.Null(SourceSchedule.Next(Now, null, 1, ProblemKind.Refused));
        Assert.NotNull(SourceSchedule.Next(Now, null, 1, ProblemKind.Unavailable));
    }

    [Fact]
    public void ReleaseNamespace_IsGiven_ToWhatSaysNoneAndMayHaveOne()
    {
        const string yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: c, namespace: own}";

        var filled = ReleaseNamespace.Fill(yaml, "shop").Split("---");

        Assert.Contains("namespace: shop", filled[0], StringComparison.Ordinal);
        Assert.DoesNotContain("shop", filled[1] + filled[2], StringComparison.Ordinal);
    }
}
