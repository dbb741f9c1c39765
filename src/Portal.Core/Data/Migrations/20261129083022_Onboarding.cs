using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Onboarding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "cluster_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    team_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(48)", maxLength: 48, nullable: false),
                    fleet_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    provider = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    region = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    zone = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    labels = table.Column<Dictionary<string, string>>(type: "jsonb", nullable: false),
                    kubernetes_version = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    nodes = table.Column<int>(type: "integer", nullable: false),
                    purpose = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    profile = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    content_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    approved_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    state = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    failed_in = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    checks = table.Column<string>(type: "jsonb", nullable: false),
                    asked_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    approved_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    comment = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: true),
                    test_operation_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cluster_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_cluster_requests_teams_team_id",
                        column: x => x.team_id,
                        principalTable: "teams",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "onboarding_policies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    team_id = table.Column<Guid>(type: "uuid", nullable: true),
                    providers = table.Column<List<string>>(type: "text[]", nullable: false),
                    regions = table.Column<List<string>>(type: "text[]", nullable: false),
                    versions = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    name_pattern = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    max_nodes = table.Column<int>(type: "integer", nullable: true),
                    labels = table.Column<string>(type: "jsonb", nullable: false),
                    quota = table.Column<int>(type: "integer", nullable: true),
                    fleet_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    profile = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    approval = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_onboarding_policies", x => x.id);
                    table.ForeignKey(
                        name: "fk_onboarding_policies_teams_team_id",
                        column: x => x.team_id,
                        principalTable: "teams",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "cluster_request_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    actor_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    content_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    operation_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cluster_request_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_cluster_request_events_cluster_requests_request_id",
                        column: x => x.request_id,
                        principalTable: "cluster_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_cluster_request_events_request_id_at",
                table: "cluster_request_events",
                columns: new[] { "request_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_cluster_requests_asked_at",
                table: "cluster_requests",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_cluster_requests_cluster_id",
                table: "cluster_requests",
                column: "cluster_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_cluster_requests_state_expires_at",
                table: "cluster_requests",
                columns: new[] { "state", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cluster_requests_team_id_asked_at",
                table: "cluster_requests",
                columns: new[] { "team_id", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_onboarding_policies_team_id",
                table: "onboarding_policies",
                column: "team_id",
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.Sql(EmbeddedSql.Read("onboarding.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cluster_request_events");

            migrationBuilder.DropTable(
                name: "onboarding_policies");

            migrationBuilder.DropTable(
                name: "cluster_requests");
        }
    }
}
