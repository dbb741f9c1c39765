using System.Net;
using System.Text.Json.Nodes;

namespace ClusterSim.Tests.Behaviour;

public sealed class WritingTests(SimFixture sim) : IClassFixture<SimFixture>
{
    [Fact]
    public async Task Apply_OverAnothersField_ConflictsUntilForced()
    {
        using var cluster = sim.NewCluster();
        const string path = $"{ClusterClient.ConfigMaps}/shared";
        static string Config(string value) => $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shared"},"data":{"a":"{{{value}}}"}}""";
        await cluster.SendAsync(HttpMethod.Patch, $"{path}?fieldManager=first", Config("1"), ClusterClient.Apply);

        var refused = await cluster.SendAsync(HttpMethod.Patch, $"{path}?fieldManager=second", Config("2"), ClusterClient.Apply);
        var forced = await cluster.SendAsync(HttpMethod.Patch, $"{path}?fieldManager=second&force=true", Config("2"), ClusterClient.Apply);

        Assert.Equal(HttpStatusCode.Conflict, refused.Code);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"first\": .data.a", (string?)refused.Body["message"]);
        Assert.Equal("2", (string?)forced.Body["data"]!["a"]);
        Assert.Equal(["second"], forced.Body["metadata"]!["managedFields"]!.AsArray().Select(m => (string)m!["manager"]!));
    }

    [Fact]
    public async Task StrategicMerge_MergesContainersByName()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateDeploymentAsync("web", 1);

        var (_, patched) = await cluster.SendAsync(
            HttpMethod.Patch, $"{ClusterClient.Deployments}/web", """{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:2"},{"name":"d","image":"redis:1"}]}}}}""", ClusterClient.Strategic);

        var containers = patched["spec"]!["template"]!["spec"]!["containers"]!.AsArray();
        Assert.Equal(["c nginx:2", "d redis:1"], containers.Select(c => $"{c!["name"]} {c["image"]}").Order());
    }

    [Theory]
    [InlineData("Strict", HttpStatusCode.BadRequest, false)]
    [InlineData("Warn", HttpStatusCode.Created, true)]
    [InlineData("Ignore", HttpStatusCode.Created, false)]
    public async Task UnknownField_IsTreatedAsAsked(string validation, HttpStatusCode code, bool warns)
    {
        using var cluster = sim.NewCluster();
        using var body = new StringContent("""{"metadata":{"name":"odd"},"dta":{"a":"1"}}""", System.Text.Encoding.UTF8, "application/json");

        using var answer = await cluster.Http.PostAsync(new Uri($"{ClusterClient.ConfigMaps}?fieldValidation={validation}", UriKind.Relative), body, TestContext.Current.CancellationToken);

        Assert.Equal(code, answer.StatusCode);
        Assert.Equal(warns, answer.Headers.TryGetValues("Warning", out var warnings) && warnings.Any(w => w.Contains("unknown field \\\"dta\\\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task DryRun_AnswersAsIfWritten_AndWritesNothing()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateConfigMapAsync("kept");
        var before = cluster.Host.Cluster(cluster.Name).Store.Revision;

        var made = await cluster.SendAsync(HttpMethod.Post, $"{ClusterClient.ConfigMaps}?dryRun=All", """{"metadata":{"name":"never"}}""");
        var patched = await cluster.SendAsync(HttpMethod.Patch, $"{ClusterClient.ConfigMaps}/kept?dryRun=All", """{"data":{"a":"9"}}""", ClusterClient.Merge);
        var deleted = await cluster.SendAsync(HttpMethod.Delete, $"{ClusterClient.ConfigMaps}/kept?dryRun=All");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK), (made.Code, patched.Code, deleted.Code));
        Assert.Equal("9", (string?)patched.Body["data"]!["a"]);
        Assert.Equal(before, cluster.Host.Cluster(cluster.Name).Store.Revision);
    }

    [Fact]
    public async Task Update_WithAnOldRevision_Conflicts()
    {
        using var cluster = sim.NewCluster();
        var first = await cluster.CreateConfigMapAsync("busy");
        await cluster.SendAsync(HttpMethod.Patch, $"{ClusterClient.ConfigMaps}/busy", """{"data":{"a":"2"}}""", ClusterClient.Merge);

        var (code, body) = await cluster.SendAsync(HttpMethod.Put, $"{ClusterClient.ConfigMaps}/busy", first.ToJsonString());

        Assert.Equal((HttpStatusCode.Conflict, "Conflict"), (code, (string?)body["reason"]));
    }

    [Fact]
    public async Task Subresources_ChangeTheirPartOnly()
    {
        using var cluster = sim.NewCluster();
        var web = await cluster.CreateDeploymentAsync("web", 1);

        var (_, viaStatus) = await cluster.SendAsync(HttpMethod.Patch, $"{ClusterClient.Deployments}/web/status", """{"spec":{"replicas":7}}""", ClusterClient.Merge);
        var (_, scale) = await cluster.SendAsync(HttpMethod.Patch, $"{ClusterClient.Deployments}/web/scale", """{"spec":{"replicas":3}}""", ClusterClient.Merge);
        var scaled = await cluster.UntilAsync($"{ClusterClient.Deployments}/web", d => (int?)d["status"]?["readyReplicas"] == 3);

        Assert.Equal(1, (int?)viaStatus["spec"]!["replicas"]);
        Assert.Equal(("Scale", 3), ((string?)scale["kind"], (int)scale["spec"]!["replicas"]!));
        Assert.True((long)scaled["metadata"]!["generation"]! > (long)web["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task CustomResource_IsValidatedPrunedAndDefaulted()
    {
        using var cluster = sim.NewCluster();
        const string definitions = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        await cluster.CreateAsync(definitions, """
            {"metadata":{"name":"cars.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"cars","kind":"Car"},"versions":[{"name":"v1","served":true,"storage":true,
            "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","required":["wheels"],"properties":{
            "wheels":{"type":"integer","minimum":3},"colour":{"type":"string","default":"red","enum":["red","blue"]}}}}}}}]}}
            """);
        await cluster.UntilAsync($"{definitions}/cars.example.com", c => c["status"]?["conditions"]?.AsArray().Any(k => (string?)k!["type"] == "Established") == true);
        const string cars = "apis/example.com/v1/namespaces/default/cars";
        static string Car(string spec) => $$$"""{"apiVersion":"example.com/v1","kind":"Car","metadata":{"name":"mine"},"spec":{{{spec}}} }""";

        var wrong = await cluster.SendAsync(HttpMethod.Post, cars, Car("""{"wheels":2,"colour":"green"}"""));
        var made = await cluster.CreateAsync(cars, Car("""{"wheels":4,"extra":true}"""));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Code);
        Assert.Equal(["spec.colour", "spec.wheels"], wrong.Body["details"]!["causes"]!.AsArray().Select(c => (string)c!["field"]!).Order());
        Assert.True(JsonNode.DeepEquals(made["spec"], JsonNode.Parse("""{"wheels":4,"colour":"red"}""")), made.ToJsonString());
    }
}
