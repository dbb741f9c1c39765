using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;

namespace Portal.Core.Tests.Components;

public sealed class ComponentCatalogTests : IDisposable
{
    private const string Plain = """
        name: echo
        title: Echo
        description: Answers.
        category: samples
        docs: https://example.test/docs
        chart: { name: echo, repository: https://example.test/charts }
        versions: [1.0.0]
        releaseName: echo
        namespace: echo
        scope: cluster
        readiness: { workloads: [{ kind: Deployment, name: echo }] }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("catalog-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_BuiltIn_HasVolcanoAndPrometheus()
    {
        var catalog = ComponentCatalog.Load(null);

        var volcano = catalog.Get("volcano");
        Assert.Equal("1.15.1", volcano.LatestVersion);
        Assert.Equal(ChartCrds.Templates, volcano.Chart.Crds);
        Assert.Contains(volcano.Readiness.Jobs, job => job is { Name: "volcano-admission-init", RemovedWhenDone: true });
        Assert.Equal("kube-prometheus-stack", catalog.Get("prometheus").Chart.Name);
    }

    [Fact]
    public void Volcano_DefaultValues_PinTheImageToTheChartsVersion()
    {
        var values = ComponentValues.Merge(ComponentCatalog.Load(null).Get("volcano"), "1.14.2", "");

        Assert.Equal("v1.14.2", (string?)values.Merged["basic"]!["image_tag_version"]);
    }

    [Fact]
    public void Load_AddedFolder_AddsAComponentWithoutCode()
    {
        Write("echo.yaml", Plain);

        var catalog = ComponentCatalog.Load(_folder.FullName);

        Assert.Equal(ComponentCatalog.Load(null).Entries.Select(entry => entry.Name).Append("echo").Order(), catalog.Entries.Select(entry => entry.Name).Order());
    }

    [Fact]
    public void Load_MissingFolder_NamesTheConfigurationKey()
    {
        var error = Assert.Throws<CatalogException>(() => ComponentCatalog.Load("/does/not/exist"));

        Assert.Equal("Components:CatalogDirectory: the folder /does/not/exist does not exist", error.Message);
    }

    [Theory]
    [InlineData("scope: cluster", "scope: galaxy", "echo.yaml: /scope: ")]
    [InlineData("https://example.test/charts", "file:///etc/passwd", "echo.yaml: /chart/repository: ")]
    [InlineData("versions: [1.0.0]", "versions: [one]", "echo.yaml: /versions/0: ")]
    [InlineData("kind: Deployment", "kind: CronJob", "echo.yaml: /readiness/workloads/0/kind: ")]
    [InlineData("scope: cluster", "scope: cluster\nsurprise: 1", "echo.yaml: /surprise: ")]
    [InlineData("versions: [1.0.0]", "versions: [1.0.0, 1.1.0]", "echo.yaml: /versions/1: 1.1.0 is newer than 1.0.0")]
    [InlineData("scope: cluster", "scope: cluster\nrequirements: { kubernetes: new }", "echo.yaml: /requirements/kubernetes: ")]
    [InlineData("scope: cluster", "scope: cluster\nscope: cluster", "echo.yaml: line 11: the key \"scope\" is given twice")]
    [InlineData("scope: cluster", "scope: cluster\ndefaultValues: '- a'", "echo.yaml: /defaultValues")]
    [InlineData("scope: cluster", "scope: cluster\nrequirements: { components: [{ name: nobody }] }", "echo: /requirements/components: no entry")]
    [InlineData("scope: cluster", "scope: [member, member]", "echo.yaml: /scope: ")]
    [InlineData("scope: cluster", "scope: cluster\nrequirements: { components: [{ name: volcano, role: istio/chief }] }", "no system of the catalogue has the role \"istio/chief\"")]
    [InlineData("scope: cluster", "scope: cluster\nconflicts: [{ name: volcano, why: Both schedule., versions: old }]", "echo.yaml: /conflicts/0/versions: ")]
    [InlineData("scope: cluster", "scope: cluster\nconflicts: [{ name: nobody, why: Because. }]", "echo: /conflicts: no entry")]
    [InlineData("scope: cluster", "scope: cluster\nsystem: nothing", "echo: /system: no system")]
    [InlineData("scope: cluster", "scope: cluster\nvaluesSchema: { required: [bucket] }", "echo.yaml: /defaultValues: ")]
    [InlineData("scope: cluster", "scope: cluster\nvaluesSchema: { required: [bucket] }\nexampleValues: 'other: 1'", "echo.yaml: /exampleValues: ")]
    [InlineData("scope: cluster", "scope: cluster\nclaims: { ports: [{ port: 70000, kind: host, what: Edge }] }", "echo.yaml: /claims/ports/0/port: ")]
    public void Load_FaultyFile_NamesFileAndPath(string sound, string faulty, string message)
    {
        Write("echo.yaml", Plain.Replace(sound, faulty, StringComparison.Ordinal));

        var error = Assert.Throws<CatalogException>(() => ComponentCatalog.Load(_folder.FullName));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo-pair", "echo-pear", "the system has no role")]
    [InlineData("component: echo", "component: nobody", "pair: /roles: no entry of the catalogue is called \"nobody\"")]
    [InlineData("name: istio-network", "name: istio-magic", "pair: /steps: the portal has no step \"istio-magic\"; it has argocd-karmada, ")]
    [InlineData("before: [echo]", "before: [volcano]", "pair: /steps: istio-network is ordered against \"volcano\"")]
    [InlineData("${cluster.name}", "${cluster.nmae}", "pair: the values of echo use ${cluster.nmae}, which nothing gives")]
    [InlineData("who: ${cluster.name}", "- ${cluster.name}", "pair.yaml: the values of echo: line 1: values must be a mapping")]
    [InlineData("kind: system", "kind: assembly", "pair.yaml: /kind: ")]
    public void Load_FaultySystem_NamesFileAndCause(string sound, string faulty, string message)
    {
        const string Pair = """
            kind: system
            name: pair
            title: Pair
            description: Two of them.
            category: samples
            docs: https://example.test/docs
            roles:
              - name: echo-pair
                title: One of both
                min: 2
                parts:
                  - component: echo
                    values: |
                      who: ${cluster.name}
            steps:
              - name: istio-network
                roles: [echo-pair]
                before: [echo]
            """;
        Write("echo.yaml", Plain);
        Write("pair.yaml", Pair);
        Assert.Equal(2, ComponentCatalog.Load(_folder.FullName).GetSystem("pair").Roles[0].Min);
        var place = Pair.IndexOf(sound, StringComparison.Ordinal);
        Write("pair.yaml", Pair[..place] + faulty + Pair[(place + sound.Length)..]);

        var error = Assert.Throws<CatalogException>(() => ComponentCatalog.Load(_folder.FullName));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FieldMissing_NamesTheField()
    {
        Write("echo.yaml", Plain.Replace("releaseName: echo", "", StringComparison.Ordinal));

        var error = Assert.Throws<CatalogException>(() => ComponentCatalog.Load(_folder.FullName));

        Assert.Contains("releaseName", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_MirrorWithPassword_IsRefusedByKey()
    {
        var result = new ComponentsOptionsValidator().Validate(null, new ComponentsOptions { ChartMirror = "https://user:secret@mirror.test" });

        Assert.Equal("Components:ChartMirror must be an http://, https:// or oci:// address without user, query or fragment.", result.FailureMessage);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
