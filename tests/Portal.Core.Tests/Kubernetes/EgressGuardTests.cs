using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Portal.Core.Kubernetes;

namespace Portal.Core.Tests.Kubernetes;

/// <summary>The one way out: every kubeconfig, metrics, trace, alert, Git, chart and channel address goes through it.</summary>
[Trait("Attack", "5")]
public sealed class EgressGuardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:a9fe:a9fe")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("2002:a9fe:a9fe::")]
    [InlineData("::169.254.169.254")]
    [InlineData("fe80::1%1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.100.100.200")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    public async Task Address_OfTheMachineOrItsCloud_IsRefused_HoweverWritten(string address)
    {
        Assert.NotNull(Guard([]).FindRefusal(IPAddress.Parse(address)));
        await Assert.ThrowsAsync<EgressDeniedException>(() => Guard([address]).ResolveAsync("api.example.com", Stop));
        await Assert.ThrowsAsync<EgressDeniedException>(() => Guard([]).ResolveAsync(address, Stop));
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("192.168.0.10")]
    [InlineData("203.0.113.7")]
    [InlineData("2001:db8::1")]
    public void Address_OfANetwork_IsNotRefused(string address) => Assert.Null(Guard([]).FindRefusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("metadata.google.internal")]
    [InlineData("METADATA.google.internal.")]
    [InlineData("metadata")]
    public async Task NameOfAMetadataService_IsRefused_WhateverItResolvesTo(string name) =>
        await Assert.ThrowsAsync<EgressDeniedException>(() => Guard(["203.0.113.7"]).ResolveAsync(name, Stop));

    [Fact]
    public async Task OneBadAddressAmongGoodOnes_RefusesAll() =>
        await Assert.ThrowsAsync<EgressDeniedException>(() => Guard(["203.0.113.7", "169.254.169.254"]).ResolveAsync("api.example.com", Stop));

    [Fact]
    public async Task NameThatResolvesElsewhereASecondTime_IsConnectedToAsItWasChecked()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answers = new Queue<string>(["127.0.0.1", "169.254.169.254"]);
        var guard = new EgressGuard(
            Options.Create(new EgressOptions { AllowLoopback = true }), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await using (await guard.ConnectAsync("rebinding.example.com", port, Stop))
        {
            // Asked once for one connection: nothing resolves the name again between the check and the connection.
            Assert.Single(answers);
        }

        await Assert.ThrowsAsync<EgressDeniedException>(() => guard.ConnectAsync("rebinding.example.com", port, Stop));
    }

    [Fact]
    [Trait("Attack", "22")]
    public void Handler_FollowsNoRedirect_KeepsNoCookie_TakesNoProxy()
    {
        using var handler = Guard([]).CreateHandler();

        Assert.False(handler.AllowAutoRedirect || handler.UseCookies || handler.UseProxy);
        Assert.NotNull(handler.ConnectCallback);
    }

    private static EgressGuard Guard(string[] addresses) =>
        new(Options.Create(new EgressOptions()), (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]));
}
