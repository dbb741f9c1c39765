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

            var read = ProfileYaml.Read(ProfileYaml.Write(profile));

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
        var refused = Assert.Throws<ProblemException>(() => ProfileYaml.Read(yaml));

        Assert.StartsWith(why, refused.Problem.Why, StringComparison.Ordinal);
        Assert.Equal("yaml", refused.Problem.Field);
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
