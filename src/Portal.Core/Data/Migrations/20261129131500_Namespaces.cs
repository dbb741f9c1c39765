using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Namespaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "namespace_id",
                table: "applications",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "team_id",
                table: "application_previews",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "namespace_policies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    team_id = table.Column<Guid>(type: "uuid", nullable: true),
                    limits = table.Column<string>(type: "jsonb", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_namespace_policies", x => x.id);
                    table.ForeignKey(
                        name: "fk_namespace_policies_teams_team_id",
                        column: x => x.team_id,
                        principalTable: "teams",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "team_namespaces",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    team_id = table.Column<Guid>(type: "uuid", nullable: false),
                    fleet_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    wanted = table.Column<string>(type: "jsonb", nullable: false),
                    content_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    approved = table.Column<string>(type: "jsonb", nullable: true),
                    approved_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    ask = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    checks = table.Column<string>(type: "jsonb", nullable: false),
                    asked_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    approved_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    comment = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    leaving = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    rendered_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    obstacle = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    deletion_operation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_team_namespaces", x => x.id);
                    table.ForeignKey(
                        name: "fk_team_namespaces_fleets_fleet_id",
                        column: x => x.fleet_id,
                        principalTable: "fleets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_team_namespaces_teams_team_id",
                        column: x => x.team_id,
                        principalTable: "teams",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "team_namespace_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    namespace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    actor_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    content_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    operation_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_team_namespace_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_team_namespace_events_team_namespaces_namespace_id",
                        column: x => x.namespace_id,
                        principalTable: "team_namespaces",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_applications_namespace_id",
                table: "applications",
                column: "namespace_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_namespace_policies_team_id",
                table: "namespace_policies",
                column: "team_id",
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_team_namespace_events_namespace_id_at",
                table: "team_namespace_events",
                columns: new[] { "namespace_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_team_namespaces_ask_expires_at",
                table: "team_namespaces",
                columns: new[] { "ask", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_team_namespaces_asked_at",
                table: "team_namespaces",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_team_namespaces_deletion_operation_id",
                table: "team_namespaces",
                column: "deletion_operation_id");

            migrationBuilder.CreateIndex(
                name: "ix_team_namespaces_fleet_id_name",
                table: "team_namespaces",
                columns: new[] { "fleet_id", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_team_namespaces_team_id_fleet_id_name",
                table: "team_namespaces",
                columns: new[] { "team_id", "fleet_id", "name" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_applications_team_namespaces_namespace_id",
                table: "applications",
                column: "namespace_id",
                principalTable: "team_namespaces",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.Sql(EmbeddedSql.Read("namespaces.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_applications_team_namespaces_namespace_id",
                table: "applications");

            migrationBuilder.DropTable(
                name: "namespace_policies");

            migrationBuilder.DropTable(
                name: "team_namespace_events");

            migrationBuilder.DropTable(
                name: "team_namespaces");

            migrationBuilder.DropIndex(
                name: "ix_applications_namespace_id",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "namespace_id",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "team_id",
                table: "application_previews");
        }
    }
}
