using Bunit;
using Portal.Core.Access;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Sources;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

/// <summary>Where the metrics of each cluster come from.</summary>
public sealed class SourcesPageTests : PageTest
{
    [Fact]
    public void Rows_SayWhatWasFoundGivenOrIsNotKnown()
    {
        Sources.Add("member1", "monitoring/prometheus-prometheus:9090", isFound: true);
        Sources.Add("member2", "https://prometheus.example.com", hasSecret: true);
        Sources.Add("member3", null);

        Open("/monitoring/sources");

        Shows("found Portal's account", () => Row("member1"));
        Shows("given Token", () => Row("member2"));
        Shows("No endpoint is known", () => Row("member3"));
    }

    [Fact]
    public void Endpoint_IsGiven_AndCheckedAtOnce()
    {
        var id = Sources.Add("member3", null);
        Open("/monitoring/sources");
        Shows("No endpoint is known");

        Button("Set", Row("member3")).Click();
        Eventually(() => Field("Address", Dialog).Input("https://prometheus.example.com"));
        Button("Save", Dialog).Click();

        Shows("Answers 14 ms", () => Row("member3"));
        var (cluster, request) = Assert.Single(Sources.Given);
        Assert.Equal((id, MetricsSourceKind.Url, "https://prometheus.example.com", null, null), (cluster, request.Kind, request.Address, request.Secret, request.Version));
    }

    [Fact]
    public void StoredSecret_IsKeptUnseen_AndTheChangeIsOfWhatWasRead()
    {
        Sources.Add("member2", "https://prometheus.example.com", hasSecret: true);
        Open("/monitoring/sources");
        Shows("given");

        Choose("Change");
        Eventually(() => Assert.Equal("Stored; leave empty to keep it", Field("Password or token", Dialog).GetAttribute("placeholder")));
        Button("Save", Dialog).Click();

        Eventually(() => Assert.Equal(((string?)null, (uint?)7), (Assert.Single(Sources.Given).Request.Secret, Sources.Given[0].Request.Version)));
    }

    [Theory]
    [InlineData(3600, "Clock is off Its clock is 3,600 s ahead.")]
    [InlineData(-90, "Clock is off Its clock is 90 s behind.")]
    public void Check_TellsAClockThatIsOff(int seconds, string words)
    {
        Sources.Add("member2", "https://prometheus.example.com");
        Sources.Check = Sources.Check with { ClockOffset = TimeSpan.FromSeconds(seconds) };
        Open("/monitoring/sources");
        Shows("Not checked yet");

        Button("Check", Row("member2")).Click();

        Shows(words, () => Row("member2"));
    }

    [Fact]
    public void Forgetting_IsConfirmed()
    {
        var id = Sources.Add("member2", "https://prometheus.example.com");
        Open("/monitoring/sources");
        Shows("given");

        Choose("Forget");
        Eventually(() => Button("Forget", Dialog).Click());
        Shows("No endpoint is known");
        Assert.Equal([id], Sources.Removed);
    }

    [Fact]
    public void Alertmanager_IsGiven_Checked_AndForgotten()
    {
        var id = Sources.Add("member2", "https://prometheus.example.com");
        Open("/monitoring/sources");
        Shows("none known", () => Row("member2"));

        Choose("Set Alertmanager");
        Eventually(() => Field("Address", Dialog).Input("https://alertmanager.example.com"));
        Click(() => Button("Save", Dialog));

        Shows("Answers 9 ms https://alertmanager.example.com given", () => Row("member2"));
        var (cluster, request) = Assert.Single(Alertmanagers.Given);
        Assert.Equal((id, "https://alertmanager.example.com", null), (cluster, request.Address, request.Version));
        Assert.Empty(Sources.Given);

        Choose("Forget Alertmanager");
        Click(() => Button("Forget", Dialog));
        Shows("none known", () => Row("member2"));
        Assert.Empty(Sources.Removed);
    }

    [Fact]
    public void TraceStore_IsGiven_Checked_AndForgotten()
    {
        var id = Sources.Add("member2", "https://prometheus.example.com");
        Open("/monitoring/sources");
        Shows("none known none known", () => Row("member2"));

        Choose("Set trace store");
        Eventually(() => Field("What it is", Dialog).Change("Tempo"));
        Field("Address", Dialog).Input("https://tempo.example.com");
        Field("Tenant", Dialog).Change("shop");
        Click(() => Button("Save", Dialog));

        Shows("Answers Tempo https://tempo.example.com", () => Row("member2"));
        var (cluster, request) = Assert.Single(TraceSources.Given);
        Assert.Equal((id, TraceStoreKind.Tempo, "https://tempo.example.com", "shop", null), (cluster, request.Store, request.Address, request.Tenant, request.Version));
        Assert.Empty(Sources.Given);

        Choose("Forget trace store");
        Click(() => Button("Forget", Dialog));
        Shows("none known none known", () => Row("member2"));
        Assert.Empty(Sources.Removed);
    }

    [Fact]
    public void Viewer_MayOnlyCheck()
    {
        SignInAs(PortalRole.Viewer);
        Sources.Add("member2", "https://prometheus.example.com");

        Open("/monitoring/sources");

        Shows("Check", () => Row("member2"));
        Assert.Empty(Buttons("Acts on the endpoint of member2"));
    }

    private void Choose(string act)
    {
        Click(() => Button("Acts on the endpoint of member2"));
        Eventually(() => MenuItem(act));
        Click(() => MenuItem(act));
    }
}
