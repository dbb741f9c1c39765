using System.Text.Json.Nodes;
using Portal.Ctl.Files.Shapes;

namespace Portal.Ctl.Tests.Files;

public sealed class ShapeTests
{
    private readonly ObjectShape _policy = new Contract(JsonNode.Parse(Contracts.Document)!).Object("ApplicationPolicy");

    [Theory]
    [InlineData("""{"conflictResolution":"Abort","placement":{"names":[]},"selfHeal":null}""", "{}")]
    [InlineData("""{"failover":{"afterSeconds":300}}""", """{"failover":{}}""")]
    [InlineData("""{"selfHeal":false,"placement":{"names":["b","a"]}}""", """{"placement":{"names":["b","a"]},"selfHeal":false}""")]
    [InlineData("""{"selfHeal":true,"conflictResolution":"Overwrite"}""", """{"conflictResolution":"Overwrite","selfHeal":true}""")]
    public void Canonical_WhatIsDefault_IsLeftOut_AndWhatIsNotStays(string content, string canonical) =>
        Assert.Equal(canonical, Canonical.Of((JsonObject)JsonNode.Parse(content)!, _policy).ToJsonString());
}
