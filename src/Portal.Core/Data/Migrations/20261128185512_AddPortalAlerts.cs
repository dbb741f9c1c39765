using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddPortalAlerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "portal_alerts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    subject_key = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    subject_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    severity = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    raised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    clear_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: true),
                    cluster_name = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    fleet_id = table.Column<Guid>(type: "uuid", nullable: true),
                    operation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    application_id = table.Column<Guid>(type: "uuid", nullable: true),
                    component = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    acknowledged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    acknowledged_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_portal_alerts", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_portal_alerts_ended_at",
                table: "portal_alerts",
                column: "ended_at");

            migrationBuilder.CreateIndex(
                name: "ux_portal_alerts_one_open",
                table: "portal_alerts",
                columns: new[] { "kind", "subject_key" },
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.Sql(EmbeddedSql.Read("notify-portal-alerts.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "portal_alerts");
            migrationBuilder.Sql("DROP FUNCTION portal_notify_alerts");
        }
    }
}
