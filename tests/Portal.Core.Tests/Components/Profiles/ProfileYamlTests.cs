using Portal.Core.Components.Catalog;
using Portal.Core.Components.Profiles;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Components.Profiles;

public sealed class ProfileYamlTests
{
    [Fact]
    public void AnyProfile_WrittenAndRead_IsTheSame()
    {
        string[] texts = ["", "plain", "with \"quotes\" and: colons", "# no comment", "中文", "true", "1.0", "a\nb", "tab\tin it", "- item", "trailing ", "'", "{x: y}"];
        string[] values = ["", "a: 1\n", "a: 1", "a:\n  - b: |\n      text\n    c: '#'\n", " leading: 1\n", "a: 1\n\n", "\na: 1\n", "# comment\na: \"x\\ty\"\n", "a: 1\r\n", "a: |\n  one\n\n  two\n"];
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var profile = new ProfileContent(
                $"p{round}", texts[random.Next(texts.Length)], texts[random.Next(texts.Length)],
                [.. Enumerable.Range(0, random.Next(4)).Select(_ => new ProfileComponent(
                    texts[random.Next(1, texts.Length)], random.Next(2) == 0 ? null : ">=1.2.0 <2.0.0", values[random.Next(values.Length)]))]);

            var read = ProfileYamlReader.Read(ProfileYaml.Write(profile));

            Assert.Equal((profile.Name, profile.Title, profile.Description), (read.Name, read.Title, read.Description));
            Assert.Equal(profile.Components, read.Components);
        }
    }

    [Theory]
    [InlineData("kind: Profile", "It is no Profile of kurator-portal/v1.")]
    [InlineData("apiVersion: kurator-portal/v1\nkind: Profile\ncluster: x\n", "The field cluster is unknown.")]
    [InlineData("apiVersion: kurator-portal/v1\nkind: Profile\ncomponents: 1\n", "The field components must be a list of at most 100.")]
    [InlineData("a: &x 1\nb: *x\n", "In line 1")]
    public void WhatIsNoProfile_IsRefusedWithTheReason(string yaml, string why)
    {
        var refused = Assert.Throws<ProblemException>(() => ProfileYamlReader.Read(yaml));

        Assert.StartsWith(why, refused.Problem.Why, StringComparison.Ordinal);
        Assert.Equal("yaml", refused.Problem.Field);
    }

    [Fact]
    public void Systems_WrittenAndRead_AreTheSame()
    {
        var profile = new ProfileContent("p", "", "", [],
        [
            new ProfileSystem("karmada", [new ProfileRole("host", Labels: new Dictionary<string, string> { ["karmada"] = "host", ["a/b"] = "true" }), new ProfileRole("member")]),
            new ProfileSystem("submariner", [new ProfileRole("broker", ["one", "1"])], "cableDriver: vxlan\nsecret: 'x: y'\n"),
        ]);

        var text = ProfileYaml.Write(profile);
        var read = ProfileYamlReader.Read(text);

        Assert.Equal(text, ProfileYaml.Write(read));
        Assert.Equal("cableDriver: vxlan\nsecret: 'x: y'\n", read.Spanning[1].Settings);
        Assert.Equal(["one", "1"], read.Spanning[1].Roles[0].Clusters);
        Assert.Equal("true", read.Spanning[0].Roles[0].Labels!["a/b"]);
        Assert.True(read.Spanning[0].Roles[1].IsForAll);
    }

    [Theory]
    [InlineData("systems: {}", "The field systems must be a list of at most 20 mappings.")]
    [InlineData("systems: [{system: karmada}]", "The field roles must be a list of at most 100 mappings.")]
    [InlineData("systems: [{roles: []}]", "A system has no name.")]
    [InlineData("systems: [{system: karmada, roles: [{role: host, clusters: one}]}]", "The field clusters must be a list of names.")]
    [InlineData("systems: [{system: karmada, roles: [{role: host, labels: [a]}]}]", "The field labels must be a mapping.")]
    [InlineData("systems: [{system: karmada, roles: [{role: host, all: true}]}]", "The field systems.roles.all is unknown.")]
    public void Systems_ThatCannotBeRead_AreNamed(string systems, string why) => Assert.Equal(why, Assert.Throws<ProblemException>(
        () => ProfileYamlReader.Read($"apiVersion: kurator-portal/v1\nkind: Profile\nname: p\ncomponents: []\n{systems}\n")).Problem.Why);

    [Fact]
    public void Systems_ThatTheCatalogueDoesNotKnow_AreRefused()
    {
        var errors = new ProfileValidator(ComponentCatalog.Load(null)).Validate(new ProfileContent("p", "", "", [],
        [
            new ProfileSystem("nothing", [new ProfileRole("any")]),
            new ProfileSystem("karmada", [new ProfileRole("king")]),
            new ProfileSystem("karmada", []),
        ])).Errors.Select(error => error.ErrorMessage).ToList();

        Assert.Equal(
            ["A system is named twice.", "Say which clusters have which role of karmada.", "The catalogue has no system \"nothing\".", "karmada has no role \"king\"."],
            errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Role_FitsByNameOrByAllLabels_AndWithoutRulesEachCluster()
    {
        var labels = new Dictionary<string, string> { ["tier"] = "edge", ["env"] = "prod" };

        Assert.True(new ProfileRole("any").Fits("one", labels));
        Assert.True(new ProfileRole("any", ["one"]).Fits("one", labels));
        Assert.False(new ProfileRole("any", []).Fits("one", labels));
        Assert.True(new ProfileRole("any", null, new Dictionary<string, string> { ["tier"] = "edge" }).Fits("one", labels));
        Assert.False(new ProfileRole("any", null, new Dictionary<string, string> { ["tier"] = "edge", ["env"] = "test" }).Fits("one", labels));
    }

    [Fact]
    public void ProfilesOfThePortal_NameWhatTheCatalogueHas()
    {
        var validator = new ProfileValidator(ComponentCatalog.Load(null));
        var profiles = ProfileCatalog.Load().Profiles.ToList();

        Assert.Contains(profiles, profile => profile.Name == "distributed-base");
        Assert.Contains(profiles, profile => profile.Name == "batch");
        Assert.All(profiles, profile => Assert.Empty(validator.Validate(profile).Errors));
    }
}
