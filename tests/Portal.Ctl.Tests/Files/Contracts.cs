namespace Portal.Ctl.Tests.Files;

/// <summary>As much of a portal's OpenAPI document as files need, in the form that the portal writes it.</summary>
internal static class Contracts
{
    public const string Document = """
        {"components":{"schemas":{
        "TeamRole":{"enum":["Viewer","Developer","Operator","Owner"]},
        "MemberRequest":{"required":["name","role"],"type":"object","properties":{"name":{"type":"string"},"role":{"$ref":"#/components/schemas/TeamRole"}}},
        "ProfileContent":{"type":"object","properties":{"components":{"type":"array","items":{"$ref":"#/components/schemas/ProfileComponent"}},"systems":{"type":["null","array"],"items":{"type":"object","properties":{}}}}},
        "ProfileComponent":{"required":["component"],"type":"object","properties":{"component":{"type":"string"},"versions":{"type":["null","string"]},"values":{"type":"string","default":""}}},
        "ClusterKind":{"enum":["Cloud","Edge"]},
        "ClusterEdit":{"type":"object","properties":{"kind":{"$ref":"#/components/schemas/ClusterKind"},"labels":{"type":"object","additionalProperties":{"type":"string"}},"taints":{"type":"array","items":{"type":"object","properties":{}}}}},
        "SourceDefinition":{"required":["url"],"type":"object","properties":{"url":{"type":"string"},"path":{"type":"string","default":""},"pollMinutes":{"type":["null","integer"]}}},
        "Resolution":{"enum":["Abort","Overwrite"],"default":"Abort"},
        "Failover":{"type":"object","properties":{"afterSeconds":{"type":"integer","default":300}}},
        "ApprovalMode":{"enum":["ByApprover","ByRule"]},
        "PolicyBody":{"type":"object","properties":{"approval":{"$ref":"#/components/schemas/ApprovalMode","default":"ByApprover"}}},
        "GoldenPathState":{"enum":["Draft","Published","Retired"]},
        "GoldenPathStateBody":{"required":["state"],"type":"object","properties":{"state":{"$ref":"#/components/schemas/GoldenPathState"}}},
        "Placement":{"type":"object","properties":{"names":{"type":"array","items":{"type":"string"}}}},
        "ApplicationPolicy":{"type":"object","properties":{"placement":{"$ref":"#/components/schemas/Placement"},"conflictResolution":{"$ref":"#/components/schemas/Resolution"},
          "failover":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Failover"}]},"selfHeal":{"type":["null","boolean"]}}}
        }}}
        """;
}
