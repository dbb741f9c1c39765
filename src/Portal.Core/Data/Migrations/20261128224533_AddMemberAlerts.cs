using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddMemberAlerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "labels",
                table: "portal_alerts",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "hears",
                table: "notification_channels",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "Portal");

            migrationBuilder.AddColumn<string>(
                name: "matchers",
                table: "notification_channels",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "labels",
                table: "portal_alerts");

            migrationBuilder.DropColumn(
                name: "hears",
                table: "notification_channels");

            migrationBuilder.DropColumn(
                name: "matchers",
                table: "notification_channels");
        }
    }
}
