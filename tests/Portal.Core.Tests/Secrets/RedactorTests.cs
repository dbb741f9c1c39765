using System.Text;
using Portal.Core.Secrets;

namespace Portal.Core.Tests.Secrets;

[Trait("Attack", "3")]
public sealed class RedactorTests
{
    private const string Jwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLWNhbmFyeQ";

    [Theory]
    [InlineData("Authorization: Bearer canary-0123456789", "canary")]
    [InlineData("authorization: basic Y2FuYXJ5OnNlY3JldA==", "Y2FuYXJ5")]
    [InlineData("dial https://user:canary@registry.example/v2/", "canary")]
    [InlineData("postgres://portal:canary@db/portal?sslmode=require", "canary")]
    [InlineData("password: canary", "canary")]
    [InlineData("adminPassword=canary", "canary")]
    [InlineData("{\"password\":\"canary \\u0022 word\"}", "canary")]
    [InlineData("{\"name\":\"DB_PASSWORD\",\"value\":\"canary\"}", "canary")]
    [InlineData("--set-password canary --wait", "canary")]
    [InlineData("    client-key-data: Y2FuYXJ5LWtleQ==", "Y2FuYXJ5")]
    [InlineData("    client-certificate-data: Y2FuYXJ5LWNlcnQ=", "Y2FuYXJ5")]
    [InlineData("got token ghp_canarycanarycanarycanary01 from env", "canary")]
    public void Redact_WhatLooksLikeASecret_IsBlankedOut(string line, string canary)
    {
        var shown = new Redactor().Redact(line);

        Assert.DoesNotContain(canary, shown, StringComparison.Ordinal);
        Assert.Contains("***", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_WebTokenWithoutAName_IsBlankedOut() =>
        Assert.Equal("sent *** to it", new Redactor().Redact($"sent {Jwt} to it"));

    [Theory]
    [InlineData("3 of 3 workloads ready")]
    [InlineData("Chart volcano 1.15.1 from https://charts.example/: 12,345 bytes, sha256 5f0a")]
    [InlineData("Deployment volcano-system/volcano-scheduler: 1 of 1 pods available")]
    public void Redact_OrdinaryLine_StaysAsItIs(string line) => Assert.Equal(line, new Redactor().Redact(line));

    [Fact]
    public void RedactLines_PrivateKeyOverSeveralCalls_IsBlankedOutToItsEnd()
    {
        var redactor = new Redactor();
        string[] lines = ["before", "-----BEGIN RSA PRIVATE KEY-----", "MIIEcanary1", "MIIEcanary2", "-----END RSA PRIVATE KEY-----", "after"];

        var shown = lines.SelectMany(redactor.RedactLines).ToList();

        Assert.DoesNotContain(shown, line => line.Contains("canary", StringComparison.Ordinal));
        Assert.Equal(("before", "after"), (shown[0], shown[^1]));
    }

    [Fact]
    public void RedactLines_SecretAsYamlBlock_EndsWithTheBlock()
    {
        var shown = string.Join('\n', new Redactor().RedactLines("spec:\n  password: |\n    canary one\n    canary two\n  replicas: 3"));

        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        Assert.EndsWith("  replicas: 3", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Restart_KeyThatNeverEnded_HidesNoMoreLines()
    {
        var redactor = new Redactor();
        _ = redactor.RedactLines("-----BEGIN PRIVATE KEY-----\nMIIE").ToList();

        redactor.Restart();

        Assert.Equal("the next step", redactor.RedactLines("the next step").Single());
    }

    [Fact]
    public void Hide_KnownSecret_IsBlankedOutInEveryForm()
    {
        const string Secret = "pässword \"with\" /odd+signs?";
        var redactor = new Redactor();
        redactor.Hide(Secret);
        var wrapped = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Secret}"));
        var json = System.Text.Json.JsonSerializer.Serialize(Secret);

        foreach (var text in new[] { Secret, Uri.EscapeDataString(Secret), json, Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)) })
        {
            Assert.Contains("***", redactor.Redact($"x {text} y"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Secret, redactor.Redact($"a {Secret} b"), StringComparison.Ordinal);
        Assert.DoesNotContain(wrapped, redactor.Redact(wrapped), StringComparison.Ordinal);
    }

    [Fact]
    public void Hide_SecretOfSeveralLines_IsBlankedOutLineByLine()
    {
        var redactor = new Redactor();
        redactor.Hide("canary-line-one\ncanary-line-two");

        Assert.Equal("got *** here", redactor.Redact("got canary-line-two here"));
    }
}
