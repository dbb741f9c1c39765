using Portal.Core.Access;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Settings;

public sealed class ProfilePageTests : PageTest
{
    [Fact]
    public void Profile_SaysWhoOneIs_AndWhatOneMay()
    {
        SignInAs(PortalRole.Operator);

        Open("/settings");

        Shows("Name ada Role Operator Password Change password");
        Assert.Equal("true", Button("English").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Chinese_ReadsChinese()
    {
        SignInAs(PortalRole.Viewer);

        OpenInChinese("/settings/profile");

        Shows("名称 ada 角色 查看者（Viewer） 密码 修改密码");
        Assert.Equal("true", Button("简体中文").GetAttribute("aria-pressed"));
    }
}
