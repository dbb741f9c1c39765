using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddSystems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "protected_layer",
                table: "component_releases",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "system_id",
                table: "component_releases",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "systems",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    system = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    fleet_id = table.Column<Guid>(type: "uuid", nullable: true),
                    protected_settings = table.Column<byte[]>(type: "bytea", nullable: true),
                    options = table.Column<List<string>>(type: "text[]", nullable: false),
                    protected_before = table.Column<byte[]>(type: "bytea", nullable: true),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    state_reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    state_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    last_operation_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_systems", x => x.id);
                    table.ForeignKey(
                        name: "fk_systems_fleets_fleet_id",
                        column: x => x.fleet_id,
                        principalTable: "fleets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "system_members",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    system_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    network = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_members", x => x.id);
                    table.ForeignKey(
                        name: "fk_system_members_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_system_members_systems_system_id",
                        column: x => x.system_id,
                        principalTable: "systems",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "system_outputs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    system_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    name = table.Column<string>(type: "character varying(127)", maxLength: 127, nullable: false),
                    protected_text = table.Column<byte[]>(type: "bytea", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_outputs", x => x.id);
                    table.ForeignKey(
                        name: "fk_system_outputs_systems_system_id",
                        column: x => x.system_id,
                        principalTable: "systems",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "system_steps",
                columns: table => new
                {
                    system_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    run_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    problem = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_steps", x => new { x.system_id, x.cluster_id, x.step });
                    table.ForeignKey(
                        name: "fk_system_steps_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_system_steps_systems_system_id",
                        column: x => x.system_id,
                        principalTable: "systems",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_component_releases_system_id",
                table: "component_releases",
                column: "system_id");

            migrationBuilder.CreateIndex(
                name: "ix_system_members_cluster_id",
                table: "system_members",
                column: "cluster_id");

            migrationBuilder.CreateIndex(
                name: "ix_system_members_system_id_cluster_id_role",
                table: "system_members",
                columns: new[] { "system_id", "cluster_id", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_system_outputs_system_id_cluster_id_step_name",
                table: "system_outputs",
                columns: new[] { "system_id", "cluster_id", "step", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_system_steps_cluster_id",
                table: "system_steps",
                column: "cluster_id");

            migrationBuilder.CreateIndex(
                name: "ix_systems_fleet_id",
                table: "systems",
                column: "fleet_id");

            migrationBuilder.CreateIndex(
                name: "ix_systems_last_operation_id",
                table: "systems",
                column: "last_operation_id");

            migrationBuilder.CreateIndex(
                name: "ix_systems_system",
                table: "systems",
                column: "system");

            migrationBuilder.AddForeignKey(
                name: "fk_component_releases_systems_system_id",
                table: "component_releases",
                column: "system_id",
                principalTable: "systems",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            migrationBuilder.Sql(EmbeddedSql.Read("notify-systems.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_component_releases_systems_system_id",
                table: "component_releases");

            migrationBuilder.DropTable(
                name: "system_members");

            migrationBuilder.DropTable(
                name: "system_outputs");

            migrationBuilder.DropTable(
                name: "system_steps");

            migrationBuilder.DropTable(
                name: "systems");

            migrationBuilder.DropIndex(
                name: "ix_component_releases_system_id",
                table: "component_releases");

            migrationBuilder.DropColumn(
                name: "protected_layer",
                table: "component_releases");

            migrationBuilder.DropColumn(
                name: "system_id",
                table: "component_releases");
        }
    }
}
