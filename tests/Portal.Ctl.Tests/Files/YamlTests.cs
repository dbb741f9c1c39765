using System.Text.Json.Nodes;
using CsCheck;
using Portal.Ctl.Files.Shapes;
using Portal.Ctl.Files.Yaml;
using Portal.Ctl.Output;

namespace Portal.Ctl.Tests.Files;

public sealed class YamlTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[OneOf('a', 'Z', '0', ' ', '\n', '\t', ':', '#', '-', '"', '\'', '\\', '{', '&', '*', '!', '%', '|', '>', '~', '\r', '\u0085', '\u2028', 'é', '漢', '\0', '\u001b'), 0, 12],
        OneOf("yes", "null", "1.0", "0x1F", "2026-01-01", "a: b", "- a", "line\nline\n", "line\n\n", " lead\nline", "---\na", "...", "=", "y", "1e3", "tab\tbed\n\tx"));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    [Fact]
    public void Written_AnyText_ReadsBackToTheLetter() => Gen.Select(Texts, Texts, Texts).Sample((key, one, two) =>
    {
        var content = new JsonObject { ["spec"] = new JsonObject { [key] = one, [key + "'"] = new JsonArray(two, new JsonObject { ["inner"] = two, ["list"] = new JsonArray(one) }) } };

        var yaml = YamlWriter.Write(content);

        var shape = new ObjectShape([new Field("spec", new AnyShape())]);
        var read = new ShapedReader((line, column, path, why) => throw new InvalidOperationException($"{line}:{column} {path} {why}"))
            .Read(Assert.IsType<YamlMapping>(Assert.Single(YamlReader.Read(yaml))), shape, "");
        return JsonNode.DeepEquals(content, read) ? true : throw new InvalidOperationException($"{yaml}\n{read.ToJsonString()}");
    }, iter: 3_000);

    [Theory]
    [InlineData("a: &x [1]\nb: *x", 1)]
    [InlineData("a: 1\nb: !!str 2", 2)]
    [InlineData("a: 1\n? [b]\n: 2", 2)]
    [InlineData("a: 1\nb: 2\na: 3", 3)]
    [InlineData("a: [1\nb: 2", 1)]
    [InlineData("a: 1\n b: 2", 2)]
    public void Read_WhatCouldBeABombOrASlip_IsRefusedWithItsLine(string yaml, int line) =>
        Assert.Equal(line, Assert.Throws<YamlFaultException>(() => YamlReader.Read(yaml)).Line);

    [Fact]
    public void Read_DeeperThanAnyFileIs_IsRefused() =>
        Assert.Contains("nested", Assert.Throws<YamlFaultException>(() => YamlReader.Read(new string('[', 10_000))).Message);

    [Fact]
    public void Read_SeveralDocuments_GivesEachThatIsNotEmpty() => Assert.Equal(2, YamlReader.Read("---\na: 1\n---\n# nothing\n---\nb: 2\n").Count);
}
